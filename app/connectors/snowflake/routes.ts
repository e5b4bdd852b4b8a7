import { ConnectorError } from '#connectors/connector_error'
import { ACCESS_URL } from '#connectors/snowflake/driver'

/** What a request is for. */
export type Purpose = 'login' | 'renewal' | 'query' | 'poll' | 'cancel' | 'logout'

const ID = '[0-9A-Za-z-]{1,64}'

/** All that the driver may ask of the account. What is missing, such as telemetry and heartbeats, never leaves. */
const ROUTES: readonly (readonly [Purpose, string, RegExp])[] = [
  ['login', 'POST', /^\/session\/v1\/login-request$/],
  ['renewal', 'POST', /^\/session\/token-request$/],
  ['query', 'POST', /^\/queries\/v1\/query-request$/],
  ['poll', 'GET', new RegExp(`^/queries/${ID}/result(/${ID})?$`)],
  ['cancel', 'POST', /^\/queries\/v1\/abort-request$/],
  ['cancel', 'POST', new RegExp(`^/queries/${ID}/abort-request$`)],
  ['logout', 'POST', /^\/session$/],
]

/** @throws ConnectorError `wrong_protocol` where an answer led the driver to somewhere else */
export function routeOf(
  method: string,
  url: string,
  params: Record<string, string> = {}
): { purpose: Purpose; path: string } {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed?.origin !== ACCESS_URL || parsed.username || parsed.password) {
    throw new ConnectorError('wrong_protocol')
  }
  const route = ROUTES.find(([, verb, path]) => verb === method && path.test(parsed.pathname))
  if (!route) throw new ConnectorError('wrong_protocol')
  for (const [name, value] of Object.entries(params)) parsed.searchParams.set(name, value)
  return { purpose: route[0], path: parsed.pathname + parsed.search }
}
