import { ExceptionHandler, type HttpContext } from '@adonisjs/core/http'
import router from '@adonisjs/core/services/router'
import { ApiError } from '#exceptions/api_error'
import { describeError, type ErrorAnswer } from '#exceptions/describe_error'
import { loggable } from '#exceptions/loggable'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Addresses that programs call: they get JSON, whatever they say they accept. */
const FOR_PROGRAMS = /^\/(api|health|metrics)(\/|$)/

/** Turns every error into the one shape of a failed answer, or into a page. */
export default class HttpExceptionHandler extends ExceptionHandler {
  async handle(error: unknown, ctx: HttpContext) {
    const answer = describeError(withAllowedMethods(error, ctx))
    if (wantsJson(ctx)) return sendJson(answer, ctx)
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

function wantsJson(ctx: HttpContext): boolean {
  if (FOR_PROGRAMS.test(ctx.request.url())) return true
  return ctx.request.accepts(['html', 'json']) === 'json' && !ctx.request.header('x-inertia')
}

/** Errors that pages answer with a redirect: to the sign-in page, or back to the form. */
function redirects(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown }
  return (
    code === 'E_UNAUTHORIZED_ACCESS' ||
    code === 'E_VALIDATION_ERROR' ||
    code === 'E_INVALID_CREDENTIALS' ||
    code === 'E_BAD_CSRF_TOKEN'
  )
}

function sendJson({ status, errors, headers }: ErrorAnswer, ctx: HttpContext) {
  if (ctx.response.headersSent) return ctx.response.response.destroy()
  setHeaders(headers, ctx)
  ctx.response.status(status).json({ errors, requestId: ctx.request.id() })
}

const TITLES: Record<number, string> = {
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not found',
  429: 'Too many requests',
  503: 'Not available',
}

async function sendPage({ status, errors, headers }: ErrorAnswer, ctx: HttpContext) {
  setHeaders(headers, ctx)
  ctx.response.status(status)
  const title = TITLES[status] ?? 'Something went wrong'
  const message = errors[0]?.message ?? title
  const requestId = ctx.request.id() ?? null
  try {
    const page = await ctx.inertia.render('errors/status', { status, title, message, requestId })
    ctx.response.send(page)
  } catch (error) {
    ctx.logger.error({ error: loggable(error) }, 'error page failed')
    ctx.response.type('text').send(`${title}. ${message} (${requestId})`)
  }
}

function setHeaders(headers: Record<string, string>, ctx: HttpContext) {
  for (const [name, value] of Object.entries(headers)) ctx.response.header(name, value)
}
