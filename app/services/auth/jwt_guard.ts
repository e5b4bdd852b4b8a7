import { symbols } from '@adonisjs/auth'
import type { AuthClientResponse, GuardContract } from '@adonisjs/auth/types'
import type { HttpContext } from '@adonisjs/core/http'
import { ApiError } from '#exceptions/api_error'
import type User from '#models/user'
import { bearerToken } from '#services/auth/bearer_token'
import type { ApiSessionService } from '#services/auth/api_session_service'
import type { SessionTokens } from '#services/auth/session_tokens'

/** Recognises who sends `Authorization: Bearer <access token>`, for as long as their API session stands. */
export class JwtGuard implements GuardContract<User> {
  declare [symbols.GUARD_KNOWN_EVENTS]: Record<string, never>

  readonly driverName = 'jwt'
  user?: User
  /** The API session that the token belongs to. */
  sessionId?: string
  isAuthenticated = false
  authenticationAttempted = false

  constructor(
    private ctx: HttpContext,
    private tokens: SessionTokens,
    private sessions: ApiSessionService
  ) {}

  /** @throws ApiError E_UNAUTHORIZED_ACCESS, E_INVALID_TOKEN */
  async authenticate(): Promise<User> {
    if (!this.authenticationAttempted) {
      this.authenticationAttempted = true
      await this.#recognise()
    }
    return this.getUserOrFail()
  }

  async check(): Promise<boolean> {
    try {
      await this.authenticate()
      return true
    } catch (error) {
      if (error instanceof ApiError) return false
      throw error
    }
  }

  /** @throws ApiError E_UNAUTHORIZED_ACCESS without a token, E_INVALID_TOKEN with one that is not good */
  getUserOrFail(): User {
    if (this.user) return this.user
    throw new ApiError(bearerToken(this.ctx.request) ? 'E_INVALID_TOKEN' : 'E_UNAUTHORIZED_ACCESS')
  }

  /** For tests: logs the user in and says what to send. */
  async authenticateAsClient(user: User): Promise<AuthClientResponse> {
    const { token } = await this.sessions.open(user)
    return { headers: { authorization: `Bearer ${token}` } }
  }

  async #recognise(): Promise<void> {
    const token = bearerToken(this.ctx.request)
    const claims = token ? await this.tokens.verifyAccess(token) : null
    const user = claims ? await this.sessions.findUser(claims) : null
    if (!claims || !user) return
    this.user = user
    this.sessionId = claims.sessionId
    this.isAuthenticated = true
  }
}
