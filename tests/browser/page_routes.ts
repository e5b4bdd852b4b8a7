import router from '@adonisjs/core/services/router'

/** Who a page is looked at by, and what stands for the parameters of its address. */
export interface PageVisit {
  pattern: string
  /** Null for what no test knows an example of. */
  path: string | null
  /** Strangers see it too. */
  isPublic: boolean
}

/** Examples of addresses that name something, made by whoever visits. */
export type Examples = Record<string, string>

/** What is no page of ours, although browsers may open it. */
const NO_PAGES = /^\/(api|health|metrics|docs|assets)(\/|$)/

/** Addresses that lead elsewhere. */
const REDIRECTS = new Set(['/'])

/** Every page that the router knows, so that none is added without being looked at. */
export function pageVisits(examples: Examples): PageVisit[] {
  const routes = Object.values(router.toJSON()).flat()
  const pages = routes.filter(
    ({ methods, pattern }) =>
      methods.includes('GET') && !NO_PAGES.test(pattern) && !REDIRECTS.has(pattern)
  )
  return pages.map(({ pattern, middleware }) => ({
    pattern,
    path: pattern.includes(':') ? (examples[pattern] ?? null) : pattern,
    isPublic: ![...middleware.all()].some((one) => 'name' in one && one.name === 'auth'),
  }))
}
