import { inject } from '@adonisjs/core'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { AuditAction } from '#audit/actions'
import { AuditTrail, type AuditEntry } from '#audit/audit_trail'
import User from '#models/user'
import type { Origin } from '#services/auth/origin'

type SessionAction = Extract<AuditAction, `session.${string}`>

/** Records what happened to a session; null for sessions that have no row. */
export type SessionRecorder = (action: SessionAction, sessionId: string | null) => Promise<void>

/** What happens to sessions, for the audit trail. */
@inject()
export class SessionTrail {
  constructor(private audit: AuditTrail) {}

  /** Runs a change of this person's sessions together with its events; throws what the trail throws. */
  transaction<T>(
    user: User,
    origin: Origin,
    work: (client: TransactionClientContract, record: SessionRecorder) => Promise<T>
  ): Promise<T> {
    return this.audit.transaction(user.tenantId, (client, record) =>
      work(client, (action, sessionId) => record(eventOf(action, sessionId, user, origin)))
    )
  }

  /** The tenant is known when the email is; the person is not, for all they knew was an email. */
  async recordFailedLogin(email: string, origin: Origin): Promise<void> {
    const user = await User.findBy('email', email)
    const who = { id: null, tenantId: user?.tenantId ?? null, email }
    const how = { outcome: 'failure', code: 'E_INVALID_CREDENTIALS' } as const
    await this.audit.record(entryOf('session.login', who, origin, how))
  }
}

function eventOf(
  action: SessionAction,
  sessionId: string | null,
  user: User,
  origin: Origin
): AuditEntry {
  const target = { type: 'session', id: sessionId, name: null }
  const outcome = action === 'session.reuse_detected' ? 'denied' : 'success'
  return entryOf(action, user, origin, { target, outcome })
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
