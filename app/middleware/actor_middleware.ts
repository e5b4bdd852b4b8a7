import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type { Actor } from '#services/actor'

/** Says to use cases who asks and from where; comes after `auth`. */
export default class ActorMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    const { id: userId, tenantId, email, role } = ctx.auth.getUserOrFail()
    const ip = ctx.request.ip()
    const isProgram = ctx.auth.authenticatedViaGuard === 'token'
    const requestId = ctx.request.id() ?? null
    ctx.actor = { tenantId, userId, email, role, isProgram, ip, requestId }
    return next()
  }
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    actor: Actor
  }
}
