import { inject } from '@adonisjs/core'
import BodyParserMiddleware from '@adonisjs/core/bodyparser_middleware'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { ApiError } from '#exceptions/api_error'

/** The key that the framework's parser would drop in silence; also when it is written with escapes. */
const SUSPECT = /proto|\\u/i

/** Reads the body of an API request, which must be JSON. Comes after signing in: a stranger's body is not read. */
@inject()
export default class JsonBodyMiddleware {
  constructor(private parser: BodyParserMiddleware) {}

  handle(ctx: HttpContext, next: NextFn) {
    const { request } = ctx
    const isEmpty = request.header('content-length') === '0'
    if (request.hasBody() && !isEmpty && !request.is(['application/json'])) {
      throw new ApiError('E_UNSUPPORTED_MEDIA_TYPE')
    }
    return this.parser.handle(ctx, () => {
      refusePrototype(request.raw() ?? '')
      return next()
    })
  }
}

function refusePrototype(raw: string) {
  if (!SUSPECT.test(raw)) return
  JSON.parse(raw, (key, value) => {
    if (key === '__proto__') throw new ApiError('E_UNKNOWN_FIELD', { field: key })
    return value
  })
}
