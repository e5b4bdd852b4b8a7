import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { AuditAction } from '#audit/actions'
import { TrailUnavailable } from '#audit/trail_unavailable'
import AuditEvent from '#models/audit_event'

/** What happened. There is no place for credentials in it, nor for anything a driver said. */
export interface AuditEntry {
  /** Null when nobody known was meant, such as a login with an unknown email. */
  tenantId: string | null
  actorId: string | null
  actorEmail: string | null
  action: AuditAction
  target?: { type: string; id: string | null; name: string | null }
  outcome: AuditEvent['outcome']
  /** Code of the failure. */
  code?: string | null
  ip: string | null
  requestId: string | null
  durationMs: number | null
}

/** Writes an event in the transaction it was given with. */
export type Recorder = (entry: AuditEntry) => Promise<void>

/** The append-only trail. */
export class AuditTrail {
  /**
   * Runs a change in a transaction together with its events, which are all of this tenant (null: of none): everything
   * commits or nothing does. It must not be awaited inside another transaction.
   *
   * @throws TrailUnavailable when an event cannot be written, and whatever `work` throws
   */
  transaction<T>(
    _tenantId: string | null,
    work: (client: TransactionClientContract, record: Recorder) => Promise<T>
  ): Promise<T> {
    return db.transaction((client) => work(client, (entry) => this.#append(entry, client)))
  }

  /**
   * Writes one event that belongs to no change; whoever may not lose it awaits this before answering.
   *
   * @throws TrailUnavailable
   */
  record(entry: AuditEntry): Promise<void> {
    return this.transaction(entry.tenantId, (_client, record) => record(entry))
  }

  async #append(entry: AuditEntry, client: TransactionClientContract): Promise<void> {
    const { target, code = null, ...rest } = entry
    const columns = {
      targetType: target?.type ?? null,
      targetId: target?.id ?? null,
      targetName: target?.name ?? null,
    }
    try {
      await AuditEvent.create({ ...rest, code, ...columns }, { client })
    } catch (cause) {
      throw new TrailUnavailable(cause)
    }
  }
}
