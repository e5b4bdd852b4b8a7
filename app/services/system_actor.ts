import type { AuditEntry } from '#audit/audit_trail'
import type { Doer } from '#services/actor'

/** What the trail says of who did it when an operator did, at the console. */
export const SYSTEM = {
  actorId: null,
  actorEmail: null,
  ip: null,
  requestId: null,
  durationMs: null,
  outcome: 'success',
} as const satisfies Partial<AuditEntry>

/** The system as the doer of something to a tenant's things: an operator at the console, or a schedule. */
export function systemOf(tenantId: string): Doer {
  return { tenantId, userId: null, email: null, ip: null, requestId: null }
}
