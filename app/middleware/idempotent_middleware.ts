import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { ApiError } from '#exceptions/api_error'
import { loggable } from '#exceptions/loggable'
import { IdempotencyKeys, type StoredAnswer } from '#services/idempotency_keys'

const HEADER = 'Idempotency-Key'

/** Visible ASCII. */
const WELL_FORMED = /^[\x21-\x7e]{1,255}$/

/** Refusals that lie in the request itself: it would fare no better the next time. */
const FINAL = new Set([400, 413, 415, 422])

/** Milliseconds between looks for keys that have expired. */
const PURGE_EVERY = 60_000
let nextPurge = 0

/**
 * Lets a client that got no answer send the same request again: it is carried out once, and answered alike. Comes
 * after the actor is known and the body is read. Where the answer holds what is shown once, `shownOnce` says so:
 * then only that it was given is remembered.
 */
@inject()
export default class IdempotentMiddleware {
  constructor(private keys: IdempotencyKeys) {}

  async handle(
    ctx: HttpContext,
    next: NextFn,
    { shownOnce = false }: { shownOnce?: boolean } = {}
  ) {
    const key = ctx.request.headers()['idempotency-key']
    if (key === undefined) return next()
    refuseMalformed(key)
    const claim = await this.keys.claim(ctx.actor, key, requestText(ctx))
    if ('answer' in claim) return replay(ctx, claim.answer, shownOnce)
    await this.#carryOut(ctx, next, claim.id, shownOnce)
  }

  /** Errors have become answers when `next` ends. */
  async #carryOut(ctx: HttpContext, next: NextFn, id: string, shownOnce: boolean) {
    try {
      await next()
    } catch (error) {
      await this.keys.release(id)
      throw error
    }
    try {
      const answer = answerOf(ctx, shownOnce)
      await (answer ? this.keys.keep(id, answer) : this.keys.release(id))
      await this.#purgeNowAndThen()
    } catch (error) {
      // What was asked for is done, and must be said; the key frees itself.
      ctx.logger.error({ error: loggable(error) }, 'idempotency key not kept')
    }
  }

  async #purgeNowAndThen() {
    if (performance.now() < nextPurge) return
    nextPurge = performance.now() + PURGE_EVERY
    await this.keys.purge()
  }
}

function refuseMalformed(key: unknown): asserts key is string {
  if (typeof key === 'string' && WELL_FORMED.test(key)) return
  const message = `${HEADER} must be 1 to 255 visible ASCII characters.`
  throw new ApiError('E_INVALID', { message, field: HEADER })
}

function requestText({ request }: HttpContext): string {
  return `${request.method()} ${request.url(true)}\n${request.raw() ?? ''}`
}

/** Null when the same request may end differently the next time. */
function answerOf({ response }: HttpContext, shownOnce: boolean): StoredAnswer | null {
  const status = response.getStatus()
  const isSuccess = status >= 200 && status < 300
  if (!isSuccess && !FINAL.has(status)) return null
  const content: unknown = isSuccess && shownOnce ? null : response.getBody()
  return {
    status,
    body: content === null || content === undefined ? null : JSON.stringify(content),
    location: headerOf(response, 'location'),
    etag: headerOf(response, 'etag'),
  }
}

function replay({ response }: HttpContext, answer: StoredAnswer, shownOnce: boolean) {
  response.header('Idempotent-Replayed', 'true')
  if (answer.location !== null) response.header('Location', answer.location)
  if (answer.etag !== null) response.header('ETag', answer.etag)
  if (answer.body !== null) return response.status(answer.status).json(JSON.parse(answer.body))
  if (shownOnce) throw new ApiError('E_SHOWN_ONCE')
  return response.noContent()
}

function headerOf(response: HttpContext['response'], name: string): string | null {
  const value = response.getHeader(name)
  return typeof value === 'string' ? value : null
}
