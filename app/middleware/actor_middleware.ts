import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type { Actor } from '#services/actor'

/** Says to use cases who asks and from where; comes after `auth`. */
export default class ActorMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    const { id: userId, tenantId, email, role } = ctx.auth.getUserOrFail()
    const ip = ctx.request.ip()
    ctx.actor = { tenantId, userId, email, role, ip, requestId: ctx.request.id() ?? null }
    return next()
  }
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    actor: Actor
  }
}
