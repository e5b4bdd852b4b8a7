import { defineConfig } from '@adonisjs/auth'
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
    web: {
      async resolver(_name: string, app: ApplicationService) {
        const { PageGuard } = await import('#services/auth/page_guard')
        const { SessionRows } = await import('#services/auth/session_rows')
        const sessions = await app.container.make(SessionRows)
        return (ctx: HttpContext) => new PageGuard(ctx, sessions)
      },
    },
    /** Programs that logged in: `Authorization: Bearer …`. */
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
    /** Programs with a token that a person made for them: `Authorization: Bearer vlr_…`. */
    token: {
      async resolver(_name: string, app: ApplicationService) {
        const { ApiTokenGuard } = await import('#services/auth/api_token_guard')
        const { ApiTokenFinder } = await import('#services/auth/api_token_finder')
        const finder = await app.container.make(ApiTokenFinder)
        return (ctx: HttpContext) => new ApiTokenGuard(ctx, finder)
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
