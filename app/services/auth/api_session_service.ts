import { inject } from '@adonisjs/core'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { ApiError } from '#exceptions/api_error'
import ApiSession from '#models/api_session'
import User from '#models/user'
import { NOWHERE, type Origin } from '#services/auth/origin'
import { SessionTrail } from '#services/auth/session_trail'
import { SessionTokens, type AccessClaims, type RefreshClaims } from '#services/auth/session_tokens'

/** Days after which an API session ends however often it was refreshed. */
export const SESSION_DAYS = 90

/** What a client gets for logging in or refreshing. */
export interface TokenPair {
  token: string
  refreshToken: string
  /** When the access token ends. */
  expiresAt: Date
  user: User
}

/** Opens, refreshes and ends the sessions of API clients. */
@inject()
export class ApiSessionService {
  constructor(
    private tokens: SessionTokens,
    private trail: SessionTrail
  ) {}

  /** Begins a session for somebody whose password has been verified. */
  async open(user: User, origin: Origin = NOWHERE): Promise<TokenPair> {
    const session = await db.transaction(async (trx) => {
      await user.useTransaction(trx).merge({ lastLoginAt: DateTime.utc() }).save()
      const expiresAt = DateTime.utc().plus({ days: SESSION_DAYS })
      const opened = await ApiSession.create(
        { userId: user.id, generation: 0, expiresAt },
        { client: trx }
      )
      await this.trail.record('session.login', user, opened.id, origin, trx)
      return opened
    })
    return this.#issue(user, session)
  }

  /**
   * Exchanges a refresh token for a new pair; each token is good for one exchange. Whoever presents a used one
   * ends the session: either they or the rightful client hold a stolen copy.
   * @throws ApiError E_INVALID_TOKEN
   */
  async refresh(refreshToken: string, origin: Origin): Promise<TokenPair> {
    const claims = await this.tokens.verifyRefresh(refreshToken)
    const session = claims && (await this.#advance(claims, origin))
    if (session) return this.#issue(session.user, session)
    if (claims) await this.#revokeIfReused(claims, origin)
    throw new ApiError('E_INVALID_TOKEN')
  }

  /** Ends a session: its access and refresh tokens are refused from now on. */
  async close(sessionId: string, user: User, origin: Origin): Promise<void> {
    await db.transaction(async (trx) => {
      const revoked = await revoke(sessionId, trx)
      if (revoked) await this.trail.record('session.logout', user, sessionId, origin, trx)
    })
  }

  /** The user an access token speaks for, unless their session has been revoked; one query. */
  findUser({ userId, tenantId, sessionId }: AccessClaims): Promise<User | null> {
    return User.query()
      .select('users.*')
      .innerJoin('api_sessions', 'api_sessions.user_id', 'users.id')
      .where('api_sessions.id', sessionId)
      .whereNull('api_sessions.revoked_at')
      .where('users.id', userId)
      .where('users.tenant_id', tenantId)
      .first()
  }

  /** Compare and swap: of all who present one generation, exactly one gets the next. */
  #advance({ sessionId, generation }: RefreshClaims, origin: Origin) {
    return db.transaction(async (trx) => {
      const [swapped] = await ApiSession.query({ client: trx })
        .where({ id: sessionId, generation })
        .whereNull('revoked_at')
        .update({ generation: generation + 1, updatedAt: now(trx) })
      if (Number(swapped) !== 1) return null
      const session = await findSession(sessionId, trx)
      if (session) await this.trail.record('session.refresh', session.user, sessionId, origin, trx)
      return session
    })
  }

  #revokeIfReused({ sessionId, generation }: RefreshClaims, origin: Origin) {
    return db.transaction(async (trx) => {
      const session = await findSession(sessionId, trx)
      if (!session || session.generation <= generation) return
      const revoked = await revoke(sessionId, trx)
      if (revoked)
        await this.trail.record('session.reuse_detected', session.user, sessionId, origin, trx)
    })
  }

  async #issue(user: User, session: ApiSession): Promise<TokenPair> {
    const sessionEnd = session.expiresAt.toJSDate()
    const ids = { userId: user.id, tenantId: user.tenantId, sessionId: session.id }
    const generation = session.generation
    const access = await this.tokens.signAccess(ids, sessionEnd)
    const refresh = await this.tokens.signRefresh({ sessionId: session.id, generation }, sessionEnd)
    return { token: access.token, refreshToken: refresh.token, expiresAt: access.expiresAt, user }
  }
}

function findSession(id: string, trx: TransactionClientContract) {
  return ApiSession.query({ client: trx }).where('id', id).preload('user').first()
}

/** False when it had been revoked before. */
async function revoke(id: string, trx: TransactionClientContract): Promise<boolean> {
  const [count] = await ApiSession.query({ client: trx })
    .where('id', id)
    .whereNull('revoked_at')
    .update({ revokedAt: now(trx), updatedAt: now(trx) })
  return Number(count) === 1
}

/** As this database writes times: updates by query, unlike those by model, take them as they are. */
function now({ dialect }: TransactionClientContract): string {
  return DateTime.utc().toFormat(dialect.dateTimeFormat)
}
