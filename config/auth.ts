import { defineConfig } from '@adonisjs/auth'
import { sessionGuard, sessionUserProvider } from '@adonisjs/auth/session'
import type { Authenticators, InferAuthEvents, InferAuthenticators } from '@adonisjs/auth/types'
import type { HttpContext } from '@adonisjs/core/http'
import type { ApplicationService } from '@adonisjs/core/types'
import env from '#start/env'

/** Development only: whoever comes without a login is the first administrator. */
export const autoAuth = env.get('AUTO_AUTH', false) && env.get('NODE_ENV') === 'development'

const authConfig = defineConfig({
  default: 'web',
  guards: {
    /** Pages, and the API when a page of ours calls it. */
    web: sessionGuard({
      useRememberMeTokens: false,
      provider: sessionUserProvider({ model: () => import('#models/user') }),
    }),
    /** Programs: `Authorization: Bearer …`. */
    jwt: {
      async resolver(_name: string, app: ApplicationService) {
        const { JwtGuard } = await import('#services/auth/jwt_guard')
        const { SessionTokens } = await import('#services/auth/session_tokens')
        const { ApiSessionService } = await import('#services/auth/api_session_service')
        const tokens = await app.container.make(SessionTokens)
        const sessions = await app.container.make(ApiSessionService)
        return (ctx: HttpContext) => new JwtGuard(ctx, tokens, sessions)
      },
    },
  },
})

export default authConfig

declare module '@adonisjs/auth/types' {
  export interface Authenticators extends InferAuthenticators<typeof authConfig> {}
}
declare module '@adonisjs/core/types' {
  interface EventsList extends InferAuthEvents<Authenticators> {}
}
