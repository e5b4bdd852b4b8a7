import type { ApplicationService } from '@adonisjs/core/types'
import { SessionTokens } from '#services/auth/session_tokens'

/** Binds the signer of API tokens, whose keys are derived once. */
export default class AuthProvider {
  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(SessionTokens, async () => {
      const { appKey } = await import('#config/app')
      return new SessionTokens(appKey.release())
    })
  }
}
