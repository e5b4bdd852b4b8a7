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

/** Tests open connections to addresses that the client names. */
export const throttleTests = [throttle(counted('tests', perMinute(requestsPerMinute.tests)))]

/** Listing tables, previewing rows. */
const reads = counted('reads', perMinute(requestsPerMinute.reads))
export const throttleReads = [throttle(reads)]

/** Counts a read that a page makes before its script asks for it. @throws ThrottleException E_TOO_MANY_REQUESTS */
export async function countRead(actor: Actor): Promise<void> {
  for (const share of reads) await share.consume(actor)
}

/** Backups of a whole tenant: ten an hour, and as many restored. */
export const throttleExports = throttle(counted('exports', [perTenant(10, 3_600)]))
export const throttleImports = throttle(counted('imports', [perTenant(10, 3_600)]))

interface Share {
  name: 'user' | 'tenant'
  requests: number
  seconds: number
  keyOf(actor: Actor): string
}

/** One person may not use up what their tenant may, nor one tenant what the server can. */
function perMinute(requests: { perUser: number; perTenant: number }): Share[] {
  const keyOf = ({ tenantId, userId }: Actor) => `${tenantId}:${userId}`
  const user: Share = { name: 'user', requests: requests.perUser, seconds: 60, keyOf }
  return [user, perTenant(requests.perTenant, 60)]
}

function perTenant(requests: number, seconds: number): Share {
  return { name: 'tenant', requests, seconds, keyOf: ({ tenantId }) => tenantId }
}

interface Counted extends Share {
  consume(actor: Actor): Promise<LimiterResponse>
}

function counted(kind: string, shares: Share[]): Counted[] {
  return shares.map((share) => {
    const duration = `${share.seconds} seconds`
    const counter = new TolerantLimiter({ requests: share.requests, duration })
    return { ...share, consume: (actor) => counter.consume(`${kind}:${share.keyOf(actor)}`) }
  })
}

/** Every answer says what is left of each share (draft-ietf-httpapi-ratelimit-headers). */
function throttle(shares: Counted[]) {
  const policy = shares.map(({ name, requests, seconds }) => `"${name}";q=${requests};w=${seconds}`)
  return async function throttled({ actor, response }: HttpContext, next: NextFn) {
    response.header('RateLimit-Policy', policy.join(', '))
    const left: string[] = []
    for (const { name, consume } of shares) {
      const taken = consume(actor)
      left.push(`"${name}";${leftOf(await taken.catch(responseOf))}`)
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
