import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type { Ability } from '#services/auth/abilities'

/** What a route asks of API tokens: an ability, or just to be good. */
export type NeededAbility = Ability | 'none'

/**
 * Declares, beside a route, what an API token needs for it. It is enforced where tokens are recognised, in
 * `auth_middleware`, before anything else of the request is looked at; so a route that declares nothing takes none.
 */
export default class AbilityMiddleware {
  handle(_ctx: HttpContext, next: NextFn, _needed: NeededAbility) {
    return next()
  }
}

/** What the route that was asked for declares; null when it takes no API tokens. */
export function neededAbility({ route }: Pick<HttpContext, 'route'>): NeededAbility | null {
  for (const one of route?.middleware.all() ?? []) {
    // The framework's types make a list of the one argument that it keeps.
    const { name, args } = one as { name?: string; args?: unknown }
    if (name === 'ability') return args as NeededAbility
  }
  return null
}
