import type { AuditEntry } from '#audit/audit_trail'
import type { Actor } from '#services/actor'
import { SYSTEM } from '#services/system_actor'

/** Who makes or restores a backup of a tenant: one of its administrators, or the operator at the console. */
export interface BackupAuthor {
  tenantId: string
  /** Null for the operator. */
  actor: Actor | null
}

/** What every event of theirs says that went well. */
export function authorship({ tenantId, actor }: BackupAuthor): Omit<AuditEntry, 'action'> {
  if (!actor) return { ...SYSTEM, tenantId }
  const { userId: actorId, email: actorEmail, ip, requestId } = actor
  return { ...SYSTEM, tenantId, actorId, actorEmail, ip, requestId }
}

/** How the trail names what a backup holds. */
export function backupTarget(count: number | null) {
  return { type: 'connections', id: null, name: count === null ? null : inWords(count) }
}

export function inWords(count: number): string {
  return count === 1 ? '1 connection' : `${count} connections`
}
