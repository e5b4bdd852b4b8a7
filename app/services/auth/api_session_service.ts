import { inject } from '@adonisjs/core'
import { ApiError } from '#exceptions/api_error'
import ApiSession from '#models/api_session'
import type User from '#models/user'
import { NOWHERE, type Origin } from '#services/auth/origin'
import { SessionRows } from '#services/auth/session_rows'
import { SessionTokens, type RefreshClaims } from '#services/auth/session_tokens'
import { SessionTrail } from '#services/auth/session_trail'
import { databaseTime } from '#services/database_time'

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
    private rows: SessionRows,
    private trail: SessionTrail
  ) {}

  /** Begins a session for somebody whose password has been verified. Throws what `SessionRows.open` throws. */
  async open(user: User, origin: Origin = NOWHERE): Promise<TokenPair> {
    return this.#issue(user, await this.rows.open('api', user, origin))
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
      if (await this.rows.revoke(sessionId, trx)) await record('session.logout', sessionId)
    })
  }

  /** Compare and swap: of all who present one generation, exactly one gets the next. */
  #advance(session: ApiSession, { generation }: RefreshClaims, origin: Origin): Promise<boolean> {
    return this.trail.transaction(session.user, origin, async (trx, record) => {
      const [swapped] = await ApiSession.query({ client: trx })
        .where({ id: session.id, generation })
        .whereNull('revoked_at')
        .update({ generation: generation + 1, updatedAt: databaseTime(trx) })
      if (Number(swapped) !== 1) return false
      session.generation = generation + 1
      await record('session.refresh', session.id)
      return true
    })
  }

  async #revokeIfReused({ id, user }: ApiSession, { generation }: RefreshClaims, origin: Origin) {
    const current = await ApiSession.find(id)
    if (!current || current.generation <= generation) return
    await this.trail.transaction(user, origin, async (trx, record) => {
      if (await this.rows.revoke(id, trx)) await record('session.reuse_detected', id)
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
  return ApiSession.query().where({ id, kind: 'api' }).preload('user').first()
}
