import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { errors, type LimiterResponse } from '@adonisjs/limiter'
import limiter from '@adonisjs/limiter/services/main'
import { requestsPerMinute } from '#config/limiter'
import type { Actor } from '#services/actor'
import { TolerantLimiter } from '#services/tolerant_limiter'

/**
 * Failed logins; a right password gives its attempt back. Consumed by `services/auth/login_throttle`. Without the
 * store that all nodes share, nobody logs in: else every node would be guessed at anew.
 */
export const loginLimits = {
  /** One email from one address. */
  perAccount: limiter.use({ requests: 5, duration: '15 mins' }),
  /** One address, whatever emails it tries. */
  perAddress: limiter.use({ requests: 50, duration: '15 mins' }),
}

/** What one tenant may do to one target, by testing it. Consumed by `services/test_limits`. */
export const testLimits = {
  /** Tests of one server. */
  perTarget: new TolerantLimiter({ requests: 30, duration: '1 min' }),
  /** Sign-ins that one server refused to one username. */
  refusals: new TolerantLimiter({ requests: 5, duration: '5 mins' }),
}

interface Share {
  per: 'user' | 'tenant'
  requests: number
  seconds: number
  keyOf(actor: Pick<Actor, 'tenantId' | 'userId'>): string
}

/** What counts requests, by what they do. The same description is told to administrators: see `services/limit_status`. */
export const requestLimits = {
  tests: counted('tests', perMinute(requestsPerMinute.tests)),
  reads: counted('reads', perMinute(requestsPerMinute.reads)),
  datasets: counted('datasets', perMinute(requestsPerMinute.datasets)),
  exports: counted('exports', [perTenant(10, 3_600)]),
  imports: counted('imports', [perTenant(10, 3_600)]),
}

/** Tests open connections to addresses that the client names. */
export const throttleTests = [throttled(requestLimits.tests)]

/** Listing tables, previewing rows. */
export const throttleReads = [throttled(requestLimits.reads)]

/** Asking for an import: each may read a whole database. */
export const throttleDatasets = [throttled(requestLimits.datasets)]

/** Counts a read that a page makes before its script asks for it. @throws ThrottleException E_TOO_MANY_REQUESTS */
export async function countRead(actor: Actor): Promise<void> {
  for (const { keyOf, counter } of requestLimits.reads) await counter.consume(keyOf(actor))
}

/** Backups of a whole tenant: ten an hour, and as many restored. */
export const throttleExports = throttled(requestLimits.exports)
export const throttleImports = throttled(requestLimits.imports)

/** One person may not use up what their tenant may, nor one tenant what the server can. */
function perMinute(requests: { perUser: number; perTenant: number }): Share[] {
  const keyOf: Share['keyOf'] = ({ tenantId, userId }) => `${tenantId}:${userId}`
  const user: Share = { per: 'user', requests: requests.perUser, seconds: 60, keyOf }
  return [user, perTenant(requests.perTenant, 60)]
}

function perTenant(requests: number, seconds: number): Share {
  return { per: 'tenant', requests, seconds, keyOf: ({ tenantId }) => tenantId }
}

function counted(kind: string, shares: Share[]) {
  return shares.map(({ keyOf, ...share }) => {
    const duration = `${share.seconds} seconds`
    const counter = new TolerantLimiter({ requests: share.requests, duration })
    return { ...share, counter, keyOf: (actor: Actor) => `${kind}:${keyOf(actor)}` }
  })
}

/** Every answer says what is left of each share (draft-ietf-httpapi-ratelimit-headers). */
function throttled(shares: ReturnType<typeof counted>) {
  const policy = shares.map(({ per, requests, seconds }) => `"${per}";q=${requests};w=${seconds}`)
  return async function throttle({ actor, response }: HttpContext, next: NextFn) {
    response.header('RateLimit-Policy', policy.join(', '))
    const left: string[] = []
    for (const { per, keyOf, counter } of shares) {
      const taken = counter.consume(keyOf(actor))
      left.push(`"${per}";${leftOf(await taken.catch(responseOf))}`)
      response.header('RateLimit', left.join(', '))
      await taken
    }
    return next()
  }
}

function leftOf({ remaining, availableIn }: LimiterResponse): string {
  return `r=${Math.max(0, remaining)};t=${availableIn}`
}

function responseOf(error: unknown): LimiterResponse {
  if (error instanceof errors.ThrottleException) return error.response
  throw error
}
