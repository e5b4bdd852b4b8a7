import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import encryption from '@adonisjs/core/services/encryption'
import SessionMiddleware from '@adonisjs/session/session_middleware'
import ShieldMiddleware from '@adonisjs/shield/shield_middleware'
import { autoAuth } from '#config/auth'
import { sessionCookie } from '#config/session'
import shieldConfig from '#config/shield'
import { bearerToken } from '#services/auth/bearer_token'

/**
 * Gives browsers a session and checks their CSRF tokens. Programs get neither: a request with a bearer token
 * cannot be told apart by its cookies, nor is it sent any.
 */
export default class BrowserSessionMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (!isFromBrowser(ctx)) return next()
    const session = await ctx.containerResolver.make(SessionMiddleware)
    return session.handle(ctx, () => shield.handle(ctx, next))
  }
}

const shield = new ShieldMiddleware(shieldConfig, encryption.use())

/** Pages always; the API when it is called with a session's cookie and no bearer token. */
function isFromBrowser({ request, route }: HttpContext): boolean {
  const pattern = route?.pattern ?? ''
  if (/^\/(health|metrics)(\/|$)/.test(pattern)) return false
  if (!pattern.startsWith('/api/')) return true
  if (bearerToken(request) !== null) return false
  return autoAuth || sessionCookie in request.cookiesList()
}
