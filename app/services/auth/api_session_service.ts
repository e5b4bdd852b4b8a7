import { inject } from '@adonisjs/core'
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
    const session = await this.trail.transaction(user, origin, async (trx, record) => {
      await user.useTransaction(trx).merge({ lastLoginAt: DateTime.utc() }).save()
      const expiresAt = DateTime.utc().plus({ days: SESSION_DAYS })
      const opened = await ApiSession.create(
        { userId: user.id, kind: 'api', generation: 0, expiresAt },
        { client: trx }
      )
      await record('session.login', opened.id)
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
    const session = claims && (await findSession(claims.sessionId))
    if (!session) throw new ApiError('E_INVALID_TOKEN')
    if (await this.#advance(session, claims, origin)) return this.#issue(session.user, session)
    await this.#revokeIfReused(session, claims, origin)
    throw new ApiError('E_INVALID_TOKEN')
  }

  /** Ends a session: its access and refresh tokens are refused from now on. */
  async close(sessionId: string, user: User, origin: Origin): Promise<void> {
    await this.trail.transaction(user, origin, async (trx, record) => {
      if (await revoke(sessionId, trx)) await record('session.logout', sessionId)
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
  #advance(session: ApiSession, { generation }: RefreshClaims, origin: Origin): Promise<boolean> {
    return this.trail.transaction(session.user, origin, async (trx, record) => {
      const [swapped] = await ApiSession.query({ client: trx })
        .where({ id: session.id, generation })
        .whereNull('revoked_at')
        .update({ generation: generation + 1, updatedAt: now(trx) })
      if (Number(swapped) !== 1) return false
      session.generation = generation + 1
      await record('session.refresh', session.id)
      return true
    })
  }

  #revokeIfReused({ id, user }: ApiSession, { generation }: RefreshClaims, origin: Origin) {
    return this.trail.transaction(user, origin, async (trx, record) => {
      const current = await ApiSession.find(id, { client: trx })
      if (!current || current.generation <= generation) return
      if (await revoke(id, trx)) await record('session.reuse_detected', id)
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

function findSession(id: string) {
  return ApiSession.query().where('id', id).preload('user').first()
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
