import { Bouncer } from '@adonisjs/bouncer'
import connectorsConfig from '#config/connectors'
import InstallationPolicy from '#policies/installation_policy'
import type { Actor } from '#services/actor'
import { underWayOf } from '#services/under_way'
import { loginLimits, requestLimits, testLimits } from '#start/limiter'

/** Beside those that count requests. */
const OTHER_NAMES = [
  ...(['server_tests', 'refused_sign_ins', 'failed_logins'] as const),
  ...(['under_way', 'sessions'] as const),
] as const
type RequestKind = keyof typeof requestLimits
export type LimitName = RequestKind | (typeof OTHER_NAMES)[number]
const REQUEST_KINDS = Object.keys(requestLimits) as RequestKind[]
export const LIMIT_NAMES: readonly LimitName[] = [...REQUEST_KINDS, ...OTHER_NAMES]
export const LIMIT_SUBJECTS = [
  'user',
  'tenant',
  'server',
  'username',
  'account',
  'address',
] as const

/** One limit in force, and what is left of it for whoever asks, where there is one answer to that. */
export type LimitStatus = {
  name: LimitName
  /** What it is counted for. */
  per: (typeof LIMIT_SUBJECTS)[number]
  allowed: number
  /** The window that it is counted in; null for what is under way at one time in one process. */
  seconds: number | null
  /** Null where it is counted for each of many, such as servers and addresses. */
  left: number | null
  /** Seconds until all of it is there again; null when it is, or when `left` is. */
  resetsIn: number | null
}

/** Shows a team's administrators the limits of this very configuration. */
export class LimitStatuses {
  /** Looking takes nothing away. @throws E_AUTHORIZATION_FAILURE */
  async of(actor: Actor): Promise<LimitStatus[]> {
    await new Bouncer({ ...actor }).with(InstallationPolicy).authorize('view')
    const counted = await Promise.all(REQUEST_KINDS.map((kind) => requestStatuses(kind, actor)))
    return [...counted.flat(), ...ofTargets(), ...ofLogins(), ...atOnce(actor)]
  }
}

function requestStatuses(name: RequestKind, actor: Actor): Promise<LimitStatus[]> {
  return Promise.all(
    requestLimits[name].map(async ({ per, requests: allowed, seconds, keyOf, counter }) => {
      const used = await counter.get(keyOf(actor))
      const left = used ? Math.max(0, used.remaining) : allowed
      return { name, per, allowed, seconds, left, resetsIn: used?.availableIn ?? null }
    })
  )
}

const UNTOLD = { left: null, resetsIn: null }

function ofTargets(): LimitStatus[] {
  const { perTarget, refusals } = testLimits
  return [
    { name: 'server_tests', per: 'server', ...windowOf(perTarget), ...UNTOLD },
    { name: 'refused_sign_ins', per: 'username', ...windowOf(refusals), ...UNTOLD },
  ]
}

/** What is left of these belongs to whoever tries, who need not be of this team. */
function ofLogins(): LimitStatus[] {
  const { perAccount, perAddress } = loginLimits
  return [
    { name: 'failed_logins', per: 'account', ...windowOf(perAccount), ...UNTOLD },
    { name: 'failed_logins', per: 'address', ...windowOf(perAddress), ...UNTOLD },
  ]
}

function windowOf({ requests, duration }: { requests: number; duration: number }) {
  return { allowed: requests, seconds: duration }
}

function atOnce({ tenantId }: Actor): LimitStatus[] {
  const { underWay, pool } = connectorsConfig
  const left = Math.max(0, underWay.perTenant - underWayOf(tenantId))
  const perTenant = { per: 'tenant', seconds: null, resetsIn: null } as const
  return [
    { name: 'under_way', ...perTenant, allowed: underWay.perTenant, left },
    { name: 'sessions', ...perTenant, allowed: pool.perTenant, left: null },
  ]
}
