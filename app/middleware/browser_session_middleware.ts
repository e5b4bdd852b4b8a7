import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import encryption from '@adonisjs/core/services/encryption'
import SessionMiddleware from '@adonisjs/session/session_middleware'
import { errors } from '@adonisjs/shield'
import ShieldMiddleware from '@adonisjs/shield/shield_middleware'
import { autoAuth } from '#config/auth'
import { sessionCookie } from '#config/session'
import shieldConfig from '#config/shield'
import { wantsJson } from '#exceptions/wants_json'
import { bearerToken } from '#services/auth/bearer_token'
import { endIfStale } from '#services/auth/session_age'

/**
 * Gives browsers a session and checks their CSRF tokens. Programs get neither: a request with a bearer token
 * cannot be told apart by its cookies, nor is it sent any.
 */
export default class BrowserSessionMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (!isFromBrowser(ctx)) return next()
    const session = await ctx.containerResolver.make(SessionMiddleware)
    return session.handle(ctx, async () => {
      if (isForApi(ctx)) await recognise(ctx)
      return shield.handle(ctx, next).catch((error: unknown) => refuse(error, ctx))
    })
  }
}

const shield = new ShieldMiddleware(shieldConfig, encryption.use())

/** A page that was open for longer than its session is told so, within the session: else nobody would remember to. */
function refuse(error: unknown, ctx: HttpContext) {
  if (!(error instanceof errors.E_BAD_CSRF_TOKEN) || wantsJson(ctx)) throw error
  ctx.session.flash('notice', 'stale page')
  ctx.response.redirect().back()
}

/**
 * The CSRF check wants to know whether anybody is signed in, whom a forged request could act for. A cookie alone does
 * not say: its session may have ended since.
 */
async function recognise({ auth, session }: HttpContext): Promise<void> {
  endIfStale(session)
  await auth.checkUsing(['web'])
}

/** Pages always; the API when it is called with a session's cookie and no bearer token. */
function isFromBrowser({ request, route }: HttpContext): boolean {
  const pattern = route?.pattern ?? ''
  if (/^\/(health|metrics)(\/|$)/.test(pattern)) return false
  if (!isForApi({ route })) return true
  if (bearerToken(request) !== null) return false
  return autoAuth || sessionCookie in request.cookiesList()
}

function isForApi({ route }: Pick<HttpContext, 'route'>): boolean {
  return route?.pattern.startsWith('/api/') ?? false
}
