import { inject } from '@adonisjs/core'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { AuditAction } from '#audit/actions'
import { AuditTrail, type AuditEntry } from '#audit/audit_trail'
import User from '#models/user'
import type { Origin } from '#services/auth/origin'

type SessionAction = Extract<AuditAction, `session.${string}`>

/** What happens to sessions, for the audit trail. */
@inject()
export class SessionTrail {
  constructor(private audit: AuditTrail) {}

  /** @param sessionId null for sessions of the pages, which have no row */
  record(
    action: SessionAction,
    user: User,
    sessionId: string | null,
    origin: Origin,
    client: QueryClientContract
  ): Promise<void> {
    const target = { type: 'session', id: sessionId, name: null }
    const outcome = action === 'session.reuse_detected' ? 'denied' : 'success'
    return this.audit.record(entryOf(action, user, origin, { target, outcome }), client)
  }

  /** The tenant is known when the email is; the person is not, for all they knew was an email. */
  async recordFailedLogin(email: string, origin: Origin): Promise<void> {
    const user = await User.findBy('email', email)
    const who = { id: null, tenantId: user?.tenantId ?? null, email }
    const how = { outcome: 'failure', code: 'E_INVALID_CREDENTIALS' } as const
    await this.audit.record(entryOf('session.login', who, origin, how))
  }
}

interface Who {
  id: string | null
  tenantId: string | null
  email: string
}

function entryOf(
  action: SessionAction,
  { id, tenantId, email }: Who,
  { ip, requestId, startedAt }: Origin,
  how: Pick<AuditEntry, 'outcome' | 'code' | 'target'>
): AuditEntry {
  const durationMs = startedAt === null ? null : Math.round(performance.now() - startedAt)
  return { action, tenantId, actorId: id, actorEmail: email, ip, requestId, durationMs, ...how }
}
