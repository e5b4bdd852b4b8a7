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
 * its driver: `mysql+pymysql`.
 *
 * @returns null when the scheme is another one
 * @throws ConnectorError `bad_config` for socket files, and ports that are none
 */
export function readAuthorityUrl(text: string, schemes: readonly string[]): AuthorityUrl | null {
  const end = text.indexOf('://')
  if (end < 1 || end > 40) return null
  const scheme = text.slice(0, end).toLowerCase()
  if (!schemes.includes(scheme) && !schemes.includes(scheme.replace(/\+\w+$/, ''))) return null
  const { authority, rest } = split(text.slice(end + '://'.length))
  const at = authority.lastIndexOf('@')
  const [username, password] = at < 0 ? [] : userOf(authority.slice(0, at))
  const [path = '', query = ''] = cut(rest.split('#', 1)[0] ?? '', '?')
  return {
    username,
    password,
    hosts: hostsOf(authority.slice(at + 1)),
    path: decoded(path.replace(/^\//, '')),
    parameters: new UrlParameters(queryPairs(query)),
  }
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

/** The authority ends at the first `/`, `?` or `#`, unless that is within a password that was not escaped. */
function split(text: string): { authority: string; rest: string } {
  const usual = endOfAuthority(text, 0)
  const at = text.lastIndexOf('@')
  const isWithinSecret = at > usual && !isHostList(text.slice(0, usual))
  const end = isWithinSecret ? endOfAuthority(text, at) : usual
  return { authority: text.slice(0, end), rest: text.slice(end) }
}

function endOfAuthority(text: string, from: number): number {
  const found = text.slice(from).search(/[/?#]/)
  return found < 0 ? text.length : from + found
}

/** Whether this can be hosts and ports, with or without a user; else it is a user and half a password. */
function isHostList(authority: string): boolean {
  const hosts = authority.slice(authority.lastIndexOf('@') + 1).split(',')
  return hosts.every((one) => /^[^:]+(:\d*)?$|^\[[^\]]*\](:\d*)?$/.test(one))
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
