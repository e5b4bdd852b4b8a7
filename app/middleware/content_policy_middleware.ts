import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { cspFactory } from '@adonisjs/shield/guards'
import { docsPolicy, pagePolicy } from '#config/shield'

const forPages = cspFactory({ enabled: true, directives: pagePolicy })
const forDocs = cspFactory({ enabled: true, directives: docsPolicy })

/**
 * Says what browsers may do with an answer. Comes before anything that can fail, so that pages of errors have it too.
 * What is not a page keeps the policy of `config/headers.ts`, which allows nothing.
 */
export default class ContentPolicyMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const path = ctx.request.url()
    if (path.startsWith('/assets/')) return next()
    // Set beneath the framework's own headers, so that whoever knows better says otherwise.
    ctx.response.response.setHeader('Cache-Control', 'no-store')
    if (/^\/docs(\/|$)/.test(path)) await forDocs(ctx)
    else if (!/^\/(api|health|metrics)(\/|$)/.test(path)) await forPages(ctx)
    return next()
  }
}
