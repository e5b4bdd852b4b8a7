import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ApiSessionService, type TokenPair } from '#services/auth/api_session_service'
import { originOf } from '#services/auth/origin'
import { PasswordCheck } from '#services/auth/password_check'
import { WebSessionService } from '#services/auth/web_session_service'
import UserTransformer from '#transformers/user_transformer'
import { loginValidator, refreshValidator } from '#validators/session'

/** Logging in and out by API. */
@inject()
export default class SessionsController {
  constructor(
    private sessions: ApiSessionService,
    private webSessions: WebSessionService,
    private passwords: PasswordCheck
  ) {}

  /** Logs in. */
  async store({ request, serialize }: HttpContext) {
    const { email, password } = await request.validateUsing(loginValidator, {
      data: request.body(),
    })
    const origin = originOf(request)
    const user = await this.passwords.verify(email, password, origin)
    return serialize(answer(await this.sessions.open(user, origin)))
  }

  /** Exchanges a refresh token for a new pair. */
  async update({ request, serialize }: HttpContext) {
    const { refreshToken } = await request.validateUsing(refreshValidator, { data: request.body() })
    return serialize(answer(await this.sessions.refresh(refreshToken, originOf(request))))
  }

  /** Who asks. */
  show({ auth, serialize }: HttpContext) {
    return serialize(UserTransformer.transform(auth.getUserOrFail()))
  }

  /** Logs out. */
  async destroy({ auth, request, response }: HttpContext) {
    const { user, sessionId } = auth.use('jwt')
    if (user && sessionId) {
      await this.sessions.close(sessionId, user, originOf(request))
    } else {
      await this.webSessions.close(auth.use('web'), originOf(request))
    }
    return response.noContent()
  }
}

function answer({ token, refreshToken, expiresAt, user }: TokenPair) {
  return {
    token,
    refreshToken,
    expiresAt: expiresAt.toISOString(),
    user: UserTransformer.transform(user),
  }
}
