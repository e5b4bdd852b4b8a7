import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { AuditAction } from '#audit/actions'
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

/** The append-only trail. */
export class AuditTrail {
  /**
   * Writes one event. A mutation passes its transaction, so that both commit or neither does;
   * whoever may not lose the event awaits this before answering.
   */
  async record(entry: AuditEntry, client?: QueryClientContract): Promise<void> {
    const { target, code = null, ...rest } = entry
    await AuditEvent.create(
      {
        ...rest,
        code,
        targetType: target?.type ?? null,
        targetId: target?.id ?? null,
        targetName: target?.name ?? null,
      },
      { client }
    )
  }
}
