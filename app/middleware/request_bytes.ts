import type { HttpContext, HttpRequest } from '@adonisjs/core/http'
import { ApiError } from '#exceptions/api_error'

/**
 * The body of a request, as it was sent.
 *
 * @param limit bytes
 * @throws ApiError E_UNSUPPORTED_MEDIA_TYPE when it is compressed, E_BODY_TOO_LARGE, E_BAD_REQUEST when it breaks off
 */
export async function requestBytes(ctx: HttpContext, limit: number): Promise<Buffer> {
  refuseCompressed(ctx.request)
  if (Number(ctx.request.header('content-length', '0')) > limit) throw tooLarge(ctx)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming(ctx)) {
    size += chunk.length
    if (size > limit) throw tooLarge(ctx)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

/** What is small when it is sent may be huge when it is unpacked. @throws ApiError E_UNSUPPORTED_MEDIA_TYPE */
export function refuseCompressed(request: HttpRequest): void {
  const encoding = request.header('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') throw new ApiError('E_UNSUPPORTED_MEDIA_TYPE', PLAIN)
}

const PLAIN = {
  message: 'The body must not be compressed.',
  hint: 'Send it without Content-Encoding.',
}

/** Nobody reads the rest: the line ends with the answer. */
function tooLarge({ response }: HttpContext) {
  response.header('Connection', 'close')
  return new ApiError('E_BODY_TOO_LARGE')
}

/** The stream is left open when reading stops early: it carries the answer. */
async function* incoming({ request }: HttpContext): AsyncGenerator<Buffer> {
  try {
    yield* request.request.iterator({ destroyOnReturn: false })
  } catch (cause) {
    throw new ApiError('E_BAD_REQUEST', { cause })
  }
}
