import type { HttpContext } from '@adonisjs/core/http'

/** Addresses that programs call: they get JSON, whatever they say they accept. */
const FOR_PROGRAMS = /^\/(api|health|metrics)(\/|$)/

/** Whether an answer is for a script that reads JSON, rather than for a person or for Inertia. */
export function wantsJson({ request }: Pick<HttpContext, 'request'>): boolean {
  if (FOR_PROGRAMS.test(request.url())) return true
  return request.accepts(['html', 'json']) === 'json' && !request.header('x-inertia')
}
