import type { AuthClientResponse } from '@adonisjs/auth/types'
import type { HttpContext } from '@adonisjs/core/http'
import { ApiError } from '#exceptions/api_error'
import type User from '#models/user'
import type { ApiSessionService } from '#services/auth/api_session_service'
import { BaseGuard } from '#services/auth/base_guard'
import { bearerToken } from '#services/auth/bearer_token'
import { findSessionOwner } from '#services/auth/session_owner'
import type { SessionTokens } from '#services/auth/session_tokens'

/** Recognises who sends `Authorization: Bearer <access token>`, for as long as their API session stands. */
export class JwtGuard extends BaseGuard {
  readonly driverName = 'jwt'
  /** The API session that the token belongs to. */
  sessionId?: string

  constructor(
    private ctx: HttpContext,
    private tokens: SessionTokens,
    private sessions: ApiSessionService
  ) {
    super()
  }

  async authenticateAsClient(user: User): Promise<AuthClientResponse> {
    const { token } = await this.sessions.open(user)
    return { headers: { authorization: `Bearer ${token}` } }
  }

  protected async recognise(): Promise<User | null> {
    const token = bearerToken(this.ctx.request)
    const claims = token ? await this.tokens.verifyAccess(token) : null
    const user = claims && (await findSessionOwner('api', claims.sessionId))
    if (!user || user.id !== claims.userId || user.tenantId !== claims.tenantId) return null
    this.sessionId = claims.sessionId
    return user
  }

  protected refusal(): ApiError {
    return new ApiError(bearerToken(this.ctx.request) ? 'E_INVALID_TOKEN' : 'E_UNAUTHORIZED_ACCESS')
  }
}
