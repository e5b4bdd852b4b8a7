import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import BaseInertiaMiddleware from '@adonisjs/inertia/inertia_middleware'
import UserTransformer from '#transformers/user_transformer'

const LOCATION = 'x-inertia-location'

/** Props that every page has. */
export default class InertiaMiddleware extends BaseInertiaMiddleware {
  share(ctx: HttpContext) {
    const { auth } = ctx as Partial<HttpContext>
    const isWholePage = ctx.request.header('x-inertia') === undefined
    return {
      /** For the styles that are rendered on the server, which takes it out again: see `inertia/ssr.tsx`. */
      nonce: ctx.inertia.always(isWholePage ? ctx.response.nonce : undefined),
      /** The clock that relative times are told by until the page has its own. */
      now: ctx.inertia.always(new Date().toISOString()),
      /** Something that went wrong on the way here, which the page says in passing. */
      notice: ctx.inertia.always(noticeOf(ctx)),
      errors: ctx.inertia.always(this.getValidationErrors(ctx)),
      user: ctx.inertia.always(auth?.user ? UserTransformer.transform(auth.user) : undefined),
    }
  }

  async handle(ctx: HttpContext, next: NextFn) {
    await this.init(ctx)
    const output = await next()
    this.dispose(ctx)
    spellLocation(ctx)
    return output
  }
}

/** A request that was refused before it had a session has none. */
function noticeOf({ session }: Partial<HttpContext>): 'stale page' | undefined {
  return session?.flashMessages.get('notice') === 'stale page' ? 'stale page' : undefined
}

/**
 * The framework puts the decoded address into a header, which takes ASCII only: `/%00` would never be answered, and
 * its error end the process.
 */
function spellLocation({ response }: HttpContext) {
  const location = response.getHeader(LOCATION)
  if (typeof location !== 'string') return
  const spelled = location.toWellFormed().replace(/[^\x21-\x7e]+/gu, encodeURIComponent)
  response.header(LOCATION, spelled)
}

declare module '@adonisjs/inertia/types' {
  type MiddlewareSharedProps = InferSharedProps<InertiaMiddleware>
  export interface SharedProps extends MiddlewareSharedProps {}
}
