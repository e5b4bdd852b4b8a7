import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { autoAuth } from '#config/auth'
import { ApiError } from '#exceptions/api_error'
import { neededAbility, type NeededAbility } from '#middleware/ability_middleware'
import User from '#models/user'
import { bearerToken } from '#services/auth/bearer_token'
import { originOf } from '#services/auth/origin'
import { apiTokenText } from '#services/auth/secret_texts'
import { endIfStale } from '#services/auth/session_age'
import { WebSessionService } from '#services/auth/web_session_service'

/**
 * Lets through who is signed in: on the API by API token, by access token or by session, on pages by session.
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
 * @throws ApiError E_UNAUTHORIZED_ACCESS, E_INVALID_TOKEN, E_TOKEN_ABILITY
 */
async function authenticateProgram(ctx: HttpContext): Promise<void> {
  ctx.response.header('WWW-Authenticate', 'Bearer')
  const token = bearerToken(ctx.request)
  if (token !== null && apiTokenText.claims(token)) {
    await authenticateToken(ctx)
  } else if (token !== null) {
    if (!(await ctx.auth.checkUsing(['jwt']))) throw new ApiError('E_INVALID_TOKEN')
  } else if (!(await hasSession(ctx))) {
    throw new ApiError('E_UNAUTHORIZED_ACCESS')
  }
  ctx.response.removeHeader('WWW-Authenticate')
}

/** An API token does only what the route asks for and the token was made for (RFC 6750, 3.1). */
async function authenticateToken(ctx: HttpContext): Promise<void> {
  if (!(await ctx.auth.checkUsing(['token']))) throw new ApiError('E_INVALID_TOKEN')
  const needed = neededAbility(ctx)
  const isAllowed = needed === 'none' || (needed !== null && ctx.auth.use('token').may(needed))
  if (isAllowed) return
  const scope = needed === null ? '' : `, scope="${needed}"`
  ctx.response.header('WWW-Authenticate', `Bearer error="insufficient_scope"${scope}`)
  if (needed !== null) throw new ApiError('E_TOKEN_ABILITY', { message: lacking(needed) })
  throw new ApiError('E_TOKEN_ABILITY', NOT_FOR_TOKENS)
}

const NOT_FOR_TOKENS = {
  message: 'API tokens may not do this, whatever their abilities.',
  hint: 'Log in with your password, and use the access token.',
}

function lacking(ability: NeededAbility): string {
  return `This token lacks the ability ${ability}.`
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
  const admins = User.query().where('role', 'admin').whereNull('deactivated_at')
  const admin = await admins.orderBy('id').first()
  if (!admin) return false
  const sessions = await ctx.containerResolver.make(WebSessionService)
  await sessions.open(ctx.auth.use('web'), admin, originOf(ctx.request))
  return ctx.auth.checkUsing(['web'])
}

/** The page that was asked for is kept in the session, where nobody else can write. */
function askToSignIn({ request, response, session }: HttpContext) {
  // A page that is open asks for itself, and keeps what is on it.
  if (request.header('x-inertia')) throw new ApiError('E_UNAUTHORIZED_ACCESS')
  if (request.method() === 'GET') session.setIntendedUrl(request.url(true))
  return response.redirect().toRoute('sign_in')
}
