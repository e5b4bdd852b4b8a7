import { inject } from '@adonisjs/core'
import BodyParserMiddleware from '@adonisjs/core/bodyparser_middleware'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import JsonBodyMiddleware from '#middleware/json_body_middleware'
import { refuseCompressed } from '#middleware/request_bytes'

/**
 * Reads what pages send: JSON, or a form when somebody was faster than its script. The API reads its own bodies after
 * signing in.
 */
@inject()
export default class PageBodyMiddleware {
  constructor(
    private json: JsonBodyMiddleware,
    private forms: BodyParserMiddleware
  ) {}

  handle(ctx: HttpContext, next: NextFn) {
    const { request } = ctx
    if (request.url().startsWith('/api/')) return next()
    if (!request.is(['application/x-www-form-urlencoded'])) return this.json.handle(ctx, next)
    refuseCompressed(request)
    return this.forms.handle(ctx, next)
  }
}
