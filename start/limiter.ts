import limiter from '@adonisjs/limiter/services/main'
import { requestsPerMinute } from '#config/limiter'

/** Failed logins; a right password gives its attempt back. Consumed by `services/auth/login_throttle`. */
export const loginLimits = {
  /** One email from one address. */
  perAccount: limiter.use({ requests: 5, duration: '15 mins' }),
  /** One address, whatever emails it tries. */
  perAddress: limiter.use({ requests: 50, duration: '15 mins' }),
}

/** Tests open connections to addresses that the client names. */
export const throttleTests = throttled('tests', requestsPerMinute.tests)

/** Listing tables, previewing rows. */
export const throttleReads = throttled('reads', requestsPerMinute.reads)

/** One person may not use up what their tenant may, nor one tenant what the server can. */
function throttled(kind: string, { perUser, perTenant }: { perUser: number; perTenant: number }) {
  return [
    limiter.define(`${kind}:user`, ({ actor }) =>
      limiter.allowRequests(perUser).every('1 min').usingKey(`${actor.tenantId}:${actor.userId}`)
    ),
    limiter.define(`${kind}:tenant`, ({ actor }) =>
      limiter.allowRequests(perTenant).every('1 min').usingKey(actor.tenantId)
    ),
  ]
}
