import { errors } from '@adonisjs/auth'
import { inject } from '@adonisjs/core'
import { Logger } from '@adonisjs/core/logger'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { loggable } from '#exceptions/loggable'
import ApiSession from '#models/api_session'
import User from '#models/user'
import { NOWHERE, type Origin } from '#services/auth/origin'
import { SessionTrail } from '#services/auth/session_trail'
import { databaseTime } from '#services/database_time'

/** Days after which a session ends however often it was used. */
export const SESSION_DAYS = { api: 90, page: 30 } as const

/** Ended sessions that one login sweeps away at most. */
const SWEPT_AT_ONCE = 100

/** Opens and ends the rows that sessions stand on. */
@inject()
export class SessionRows {
  constructor(
    private trail: SessionTrail,
    private logger: Logger
  ) {}

  /**
   * Begins a session for somebody whose password has been verified, in place of the one they had in this browser.
   * @throws E_INVALID_CREDENTIALS when the password was changed or the person deactivated in the meantime
   */
  async open(
    kind: ApiSession['kind'],
    user: User,
    origin: Origin = NOWHERE,
    replaced: string | null = null
  ): Promise<ApiSession> {
    const opened = await this.trail.transaction(user, origin, async (trx, record) => {
      await claim(user, trx)
      if (replaced !== null) await this.revoke(replaced, trx)
      const expiresAt = DateTime.utc().plus({ days: SESSION_DAYS[kind] })
      const session = await ApiSession.create(
        { userId: user.id, kind, generation: 0, expiresAt },
        { client: trx }
      )
      await record('session.login', session.id)
      return session
    })
    await this.#sweep()
    return opened
  }

  /** Ends a session; false when it had ended before. */
  async revoke(id: string, trx: TransactionClientContract): Promise<boolean> {
    const now = databaseTime(trx)
    const [count] = await ApiSession.query({ client: trx })
      .where('id', id)
      .whereNull('revoked_at')
      .update({ revokedAt: now, expiresAt: now, updatedAt: now })
    return Number(count) === 1
  }

  /** Ended sessions are of no use to anybody. That they are still there harms nobody, so nothing fails with it. */
  async #sweep(): Promise<void> {
    try {
      const query = ApiSession.query()
      const ended = await query
        .select('id')
        .where('expires_at', '<', databaseTime(query.client))
        .orderBy('id')
        .limit(SWEPT_AT_ONCE)
      const ids = ended.map(({ id }) => id)
      if (ids.length > 0) await ApiSession.query().whereIn('id', ids).delete()
    } catch (error) {
      this.logger.warn({ error: loggable(error) }, 'ended sessions could not be swept away')
    }
  }
}

/**
 * Holds on to the person as they were when their password was verified: from here on to the end of the transaction
 * they cannot be deactivated and their password cannot be changed, either of which ends all their sessions.
 */
async function claim({ id, password }: User, trx: TransactionClientContract): Promise<void> {
  const now = databaseTime(trx)
  const [count] = await User.query({ client: trx })
    .where({ id, password })
    .whereNull('deactivated_at')
    .update({ lastLoginAt: now, updatedAt: now })
  if (Number(count) !== 1) throw new errors.E_INVALID_CREDENTIALS('Invalid user credentials')
}
