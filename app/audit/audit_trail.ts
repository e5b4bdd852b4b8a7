import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { AuditAction } from '#audit/actions'
import { appendEvents } from '#audit/append_events'
import type { AuditChains } from '#audit/audit_chains'
import { chainOf } from '#audit/chain_ids'
import type { ChainKey } from '#audit/chain_key'
import { EventQueue } from '#audit/event_queue'
import { TrailUnavailable } from '#audit/trail_unavailable'
import { databaseFile } from '#config/database'
import { transaction } from '#database/transaction'
import type AuditEvent from '#models/audit_event'

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

/** Adds an event to the transaction it was given with; it is written when the rest of that is. */
export type Recorder = (entry: AuditEntry) => Promise<void>

type Work<T> = (client: TransactionClientContract, record: Recorder) => Promise<T>

/** The append-only trail: one chain of events for each tenant, of which none can be changed without being found. */
export class AuditTrail {
  readonly #queue = new EventQueue((chainId, entries) => this.#writeAll(chainId, entries))

  constructor(private readonly chains: AuditChains) {}

  /**
   * Runs a change in a transaction together with its events, which are all of this tenant (null: of none): everything
   * commits or nothing does. It must not be awaited inside another transaction.
   *
   * @throws TrailUnavailable when an event cannot be written, and whatever `work` throws
   */
  async transaction<T>(tenantId: string | null, work: Work<T>): Promise<T> {
    const key = await unlessTrailFails(() => this.chains.obtain(chainOf(tenantId)))
    return transaction(async (client) => {
      if (databaseFile) await unlessTrailFails(() => lockEmbedded(client, key))
      const entries: AuditEntry[] = []
      const result = await work(client, async (entry) => {
        if (entry.tenantId !== tenantId) throw new Error('The event belongs to another tenant')
        entries.push(entry)
      })
      if (entries.length > 0) await unlessTrailFails(() => appendEvents(client, key, entries))
      return result
    })
  }

  /**
   * Writes one event that belongs to no change; whoever may not lose it awaits this before answering. It must not be
   * awaited inside a transaction.
   *
   * @throws TrailUnavailable
   */
  record(entry: AuditEntry): Promise<void> {
    return unlessTrailFails(() => this.#queue.add(chainOf(entry.tenantId), entry))
  }

  async #writeAll(chainId: string, entries: AuditEntry[]): Promise<void> {
    const key = await this.chains.obtain(chainId)
    await transaction(async (client) => {
      if (databaseFile) await lockEmbedded(client, key)
      await appendEvents(client, key, entries)
    })
  }
}

async function unlessTrailFails<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (cause) {
    throw new TrailUnavailable(cause)
  }
}

/**
 * Takes SQLite's one write lock, waiting for it if need be. A transaction that reads first, and writes after another
 * process has, would fail at once however long it may wait.
 */
async function lockEmbedded(client: TransactionClientContract, { chainId }: ChainKey) {
  await client.from('audit_chains').where('id', chainId).update({ id: chainId })
}
