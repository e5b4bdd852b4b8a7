import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { autoAuth } from '#config/auth'
import { ApiError } from '#exceptions/api_error'
import User from '#models/user'
import { bearerToken } from '#services/auth/bearer_token'
import { endIfStale } from '#services/auth/session_age'

/**
 * Lets through who is signed in: on the API by bearer token or by session, on pages by session.
 * Comes before everything that reads the request, so that strangers learn nothing but 401.
 */
export default class AuthMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (isForApi(ctx)) {
      await authenticateProgram(ctx)
    } else if (!(await hasSession(ctx))) {
      return askToSignIn(ctx)
    }
    return next()
  }
}

function isForApi({ route }: HttpContext): boolean {
  return route?.pattern.startsWith('/api/') ?? false
}

/**
 * A 401 says how to do better (RFC 9110, 11.6.1).
 * @throws ApiError E_UNAUTHORIZED_ACCESS, E_INVALID_TOKEN
 */
async function authenticateProgram(ctx: HttpContext): Promise<void> {
  ctx.response.header('WWW-Authenticate', 'Bearer')
  if (bearerToken(ctx.request) !== null) {
    await ctx.auth.authenticateUsing(['jwt'])
  } else if (!(await hasSession(ctx))) {
    throw new ApiError('E_UNAUTHORIZED_ACCESS')
  }
  ctx.response.removeHeader('WWW-Authenticate')
}

async function hasSession(ctx: HttpContext): Promise<boolean> {
  if (!('session' in ctx)) return false
  endIfStale(ctx.session)
  return (await ctx.auth.checkUsing(['web'])) || (autoAuth && (await signInFirstAdmin(ctx)))
}

/** Never for another site's page, which could else act as the developer through their browser. */
async function signInFirstAdmin(ctx: HttpContext): Promise<boolean> {
  const site = ctx.request.header('sec-fetch-site', 'none')
  if (site !== 'none' && site !== 'same-origin') return false
  const admin = await User.query().where('role', 'admin').orderBy('id').first()
  if (!admin) return false
  await ctx.auth.use('web').login(admin)
  return ctx.auth.checkUsing(['web'])
}

/** The page that was asked for is kept in the session, where nobody else can write. */
function askToSignIn({ request, response, session }: HttpContext) {
  if (request.method() === 'GET') session.setIntendedUrl(request.url(true))
  return response.redirect().toRoute('sign_in')
}
