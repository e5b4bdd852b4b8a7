import { ExceptionHandler, type HttpContext } from '@adonisjs/core/http'
import router from '@adonisjs/core/services/router'
import { ApiError, errorItem } from '#exceptions/api_error'
import { API_CODES, isApiCode } from '#exceptions/codes'
import { describeError, type ErrorAnswer } from '#exceptions/describe_error'
import { loggable } from '#exceptions/loggable'
import { wantsJson } from '#exceptions/wants_json'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Turns every error into the one shape of a failed answer, or into a page. */
export default class HttpExceptionHandler extends ExceptionHandler {
  async handle(error: unknown, ctx: HttpContext) {
    const answer = describeError(withAllowedMethods(error, ctx))
    // A page that is open asks to sign in by itself; others are led to the form.
    if (wantsJson(ctx) || answer.status === 401) return sendJson(answer, ctx)
    if (redirects(error)) return super.handle(error, ctx)
    return sendPage(answer, ctx)
  }

  /** Logs what nobody foresaw. Messages of drivers and databases stay out: they may quote values. */
  async report(error: unknown, ctx: HttpContext) {
    if (!describeError(error).unexpected) return
    ctx.logger.error({ error: loggable(error) }, 'request failed')
  }
}

/** A path that exists for other methods only is a 405. */
function withAllowedMethods(error: unknown, ctx: HttpContext): unknown {
  if (ctx.route || (error as { code?: unknown } | null)?.code !== 'E_ROUTE_NOT_FOUND') return error
  const { shouldDecodeParam } = ctx.request.parsedUrl
  const url = ctx.request.url()
  const allowed = METHODS.filter((method) => router.match(url, method, shouldDecodeParam))
  if (allowed.length === 0) return error
  ctx.response.header('Allow', allowed.join(', '))
  return new ApiError('E_METHOD_NOT_ALLOWED')
}

/** Errors that pages answer with a redirect, back to the form. */
function redirects(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'E_VALIDATION_ERROR'
}

function sendJson({ status, errors, headers }: ErrorAnswer, ctx: HttpContext) {
  if (ctx.response.headersSent) return ctx.response.response.destroy()
  setHeaders(headers, ctx)
  ctx.response.status(status).json({ errors, requestId: ctx.request.id() })
}

/** The page knows what to say of a status, unless the error says something more precise. */
async function sendPage({ status, errors, headers }: ErrorAnswer, ctx: HttpContext) {
  setHeaders(headers, ctx)
  ctx.response.status(status)
  const [{ code, message } = errorItem('E_INTERNAL')] = errors
  const isUsual = isApiCode(code) && API_CODES[code].message === message
  const requestId = ctx.request.id() ?? null
  try {
    const props = { status, message: isUsual ? null : message, requestId }
    ctx.response.send(await ctx.inertia.render('errors/status', props))
  } catch (error) {
    ctx.logger.error({ error: loggable(error) }, 'error page failed')
    ctx.response.type('text').send(`${message} (${requestId})`)
  }
}

function setHeaders(headers: Record<string, string>, ctx: HttpContext) {
  for (const [name, value] of Object.entries(headers)) ctx.response.header(name, value)
}
