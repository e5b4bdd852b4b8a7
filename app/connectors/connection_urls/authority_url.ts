import { endOfAuthority } from '#connectors/connection_urls/authority_end'
import { cannotUse, decoded, portOf } from '#connectors/connection_urls/understood'
import { UrlParameters } from '#connectors/connection_urls/url_parameters'

/** `scheme://user:password@host:port,host:port/path?name=value`, decoded. */
export interface AuthorityUrl {
  username: string | undefined
  password: string | undefined
  /** At least one; an empty host is `''`. */
  hosts: [UrlHost, ...UrlHost[]]
  /** Without the slash in front. */
  path: string
  parameters: UrlParameters
}

export interface UrlHost {
  host: string
  port: number | undefined
}

/**
 * Reads the generic syntax of RFC 3986 with two liberties: several hosts, as databases have them, and secrets in
 * which somebody forgot to escape `@`, `/`, `?` or `#`, as long as only one reading makes sense. A scheme may name
 * its dialect: `scheme+driver`; `jdbc:` may stand before it.
 *
 * @returns null when the scheme is another one
 * @throws ConnectorError `bad_config` for socket files, ports that are none, and what can be read in several ways
 */
export function readAuthorityUrl(text: string, schemes: readonly string[]): AuthorityUrl | null {
  const end = text.indexOf('://')
  if (end < 1 || end > 40) return null
  const isJdbc = /^jdbc:/i.test(text)
  const scheme = text.slice(isJdbc ? 'jdbc:'.length : 0, end).toLowerCase()
  if (!schemes.includes(scheme) && !schemes.includes(scheme.replace(/\+\w+$/, ''))) return null
  const body = text.slice(end + '://'.length)
  const bodyEnd = endOfAuthority(body, isJdbc)
  const authority = body.slice(0, bodyEnd)
  const at = authority.lastIndexOf('@')
  const [username, password] = at < 0 ? [] : userOf(authority.slice(0, at))
  const { path, query } = partsOf(body.slice(bodyEnd))
  return {
    username,
    password,
    hosts: hostsOf(authority.slice(at + 1)),
    path: decoded(path.replace(/^\//, '')),
    parameters: new UrlParameters(queryPairs(query)),
  }
}

/** A `#` within the parameters is one of theirs: no database knows fragments, and passwords have them. */
function partsOf(rest: string): { path: string; query: string } {
  const [path = '', query = ''] = /[?]/.test(cut(rest, '#')[0])
    ? cut(rest, '?')
    : [cut(rest, '#')[0]]
  return { path, query }
}

/** Pairs of a query string. A plus sign stays one: passwords have them. */
export function queryPairs(query: string, separator = '&'): [string, string][] {
  return query
    .split(separator)
    .filter((pair) => pair.includes('='))
    .map((pair) => {
      const [name = '', value = ''] = cut(pair, '=')
      return [decoded(name), decoded(value)]
    })
}

/** What stands before the first mark, and what after it. */
export function cut(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)]
}

function userOf(text: string): [string, string | undefined] {
  const [username = '', password] = cut(text, ':')
  return [decoded(username), password === undefined ? undefined : decoded(password)]
}

function hostsOf(text: string): [UrlHost, ...UrlHost[]] {
  const [first = '', ...others] = text.split(',')
  return [hostOf(first), ...others.map(hostOf)]
}

/** `host`, `host:port`, `[::1]:port`, or an address of IPv6 whose brackets somebody forgot. */
export function hostOf(text: string): UrlHost {
  const bracket = text.startsWith('[') ? text.indexOf(']') : -1
  const colon = text.indexOf(':', bracket + 1)
  const isBareIpv6 = bracket < 0 && colon !== text.lastIndexOf(':')
  const end = isBareIpv6 || colon < 0 ? text.length : colon
  const host = decoded(text.slice(0, end).replace(/^\[|\]$/g, ''))
  refuseSocket(host)
  return { host, port: portOf(text.slice(end + 1)) }
}

/** @throws ConnectorError `bad_config` */
export function refuseSocket(host: string) {
  if (!host.startsWith('/') && !host.startsWith('@')) return
  throw cannotUse(
    'This connection string names a socket file of another machine.',
    'Use one with the host name and port of the server.'
  )
}
