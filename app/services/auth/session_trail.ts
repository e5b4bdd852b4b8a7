import { inject } from '@adonisjs/core'
import { Logger } from '@adonisjs/core/logger'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { AuditAction } from '#audit/actions'
import { AuditTrail, type AuditEntry } from '#audit/audit_trail'
import { loggable } from '#exceptions/loggable'
import User from '#models/user'
import type { Origin } from '#services/auth/origin'

type SessionAction = Extract<AuditAction, `session.${string}`>

/** Records what happened to a session. */
export type SessionRecorder = (action: SessionAction, sessionId: string) => Promise<void>

/** What happens to sessions, for the audit trail. */
@inject()
export class SessionTrail {
  constructor(
    private audit: AuditTrail,
    private logger: Logger
  ) {}

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

  /**
   * How long the answer takes must not tell whether anybody has this email: it waits for the same event in either case, in
   * the chain of no tenant. The team's own event follows without it, as the key of its chain may have to be derived first.
   * @throws TrailUnavailable
   */
  async recordFailedLogin(email: string, origin: Origin): Promise<void> {
    const user = await User.findBy('email', email)
    const how = { outcome: 'failure', code: 'E_INVALID_CREDENTIALS' } as const
    // All that anybody showed is that they know an email: the person is not part of it.
    const eventIn = (tenantId: string | null) =>
      entryOf('session.login', { id: null, tenantId, email }, origin, how)
    await this.audit.record(eventIn(null))
    if (user) void this.#tellTeam(eventIn(user.tenantId))
  }

  /** What cannot be told here has been told in the chain of no tenant. */
  async #tellTeam(event: AuditEntry): Promise<void> {
    try {
      await this.audit.record(event)
    } catch (error) {
      const { tenantId } = event
      this.logger.error(
        { tenantId, error: loggable(error) },
        'a team was not told of a failed login'
      )
    }
  }
}

function eventOf(action: SessionAction, sessionId: string, user: User, origin: Origin): AuditEntry {
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
