import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { ApiError } from '#exceptions/api_error'
import { bodyBounds } from '#middleware/body_bounds_middleware'
import { requestBytes } from '#middleware/request_bytes'
import { parseJson } from '#validators/json_text'
import { isObject } from '#validators/strict_object'

/** Reads the body of an API request, which must be JSON. Comes after signing in: a stranger's body is not read. */
export default class JsonBodyMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const { request } = ctx
    if (!request.hasBody() || request.header('content-length') === '0') return next()
    if (!request.is(['application/json'])) throw new ApiError('E_UNSUPPORTED_MEDIA_TYPE')
    const bounds = bodyBounds(ctx)
    const bytes = await requestBytes(ctx, bounds.bytes)
    const body = bytes.length === 0 ? {} : parseJson(bytes, bounds)
    if (!isObject(body)) throw new ApiError('E_INVALID', { message: 'The body must be an object.' })
    request.setInitialBody(body)
    request.updateRawBody(bytes.toString('utf8'))
    return next()
  }
}
