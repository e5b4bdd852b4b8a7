import type { AuditEntry } from '#audit/audit_trail'

/** What the trail says of who did it when an operator did, at the console. */
export const SYSTEM = {
  actorId: null,
  actorEmail: null,
  ip: null,
  requestId: null,
  durationMs: null,
  outcome: 'success',
} as const satisfies Partial<AuditEntry>
