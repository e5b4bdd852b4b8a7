import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type { JsonBounds } from '#validators/json_text'

export interface BodyBounds extends JsonBounds {
  bytes: number
}

const USUAL: Readonly<BodyBounds> = { bytes: 256 * 1024, depth: 32, values: 10_000 }

/**
 * Declares, beside a route, that its body may be larger than usual. `json_body_middleware`, which comes before it,
 * looks for what is declared here.
 */
export default class BodyBoundsMiddleware {
  handle(_ctx: HttpContext, next: NextFn, _bounds: Partial<BodyBounds>) {
    return next()
  }
}

/** What the route that was asked for may read. */
export function bodyBounds({ route }: Pick<HttpContext, 'route'>): BodyBounds {
  for (const one of route?.middleware.all() ?? []) {
    if (typeof one === 'function' || one.name !== 'bodyBounds') continue
    // The framework's types make a list of the one argument that it keeps.
    return { ...USUAL, ...(one.args as unknown as Partial<BodyBounds>) }
  }
  return USUAL
}
