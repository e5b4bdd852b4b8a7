import ipaddr from 'ipaddr.js'
import { ConnectorError } from '#connectors/connector_error'

export type Address = ipaddr.IPv4 | ipaddr.IPv6

/** What a host field names, in its one canonical spelling. */
export type Host =
  { kind: 'address'; address: Address; zone: string | null } | { kind: 'name'; name: string }

/** Whatever could make a URL, a path, a socket or a second host of it. */
const NEVER_IN_A_HOST = /[\s\p{C}/\\?#@%]/u
const NAME = /^(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/

/**
 * Reads a host as the dialling system would: `2130706433`, `0x7f.1`, `127.1` and `①②⑦.⓪.⓪.①` are addresses
 * (WHATWG URL standard, host parsing), brackets and a trailing dot mean nothing.
 *
 * @throws ConnectorError `bad_config`
 */
export function parseHost(raw: unknown): Host {
  if (typeof raw !== 'string' || raw.length === 0 || raw.length > 255) throw notAHost()
  const { host, zone } = withoutZone(withoutBrackets(raw))
  if (NEVER_IN_A_HOST.test(host)) throw notAHost()
  if (host.includes(':')) {
    if (!ipaddr.IPv6.isValid(host)) throw notAHost()
    return { kind: 'address', address: normalise(ipaddr.IPv6.parse(host)), zone }
  }
  if (zone) throw notAHost()
  return parseName(host)
}

/** An IPv6 address that only wraps an IPv4 one (`::ffff:1.2.3.4`) is dialled, and so judged, as that. */
export function normalise(address: Address): Address {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
    ? address.toIPv4Address()
    : address
}

function parseName(host: string): Host {
  let canonical: string
  try {
    canonical = new URL(`http://${host}/`).hostname
  } catch {
    throw notAHost()
  }
  if (ipaddr.IPv4.isValidFourPartDecimal(canonical)) {
    return { kind: 'address', address: ipaddr.IPv4.parse(canonical), zone: null }
  }
  const name = canonical.replace(/\.$/, '')
  if (!NAME.test(name)) throw notAHost()
  return { kind: 'name', name }
}

function withoutBrackets(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
}

function withoutZone(host: string): { host: string; zone: string | null } {
  const match = /^([0-9a-f:.]*:[0-9a-f:.]*)%([\w.-]{1,15})$/i.exec(host)
  return match?.[1] && match[2] ? { host: match[1], zone: match[2] } : { host, zone: null }
}

function notAHost() {
  return new ConnectorError('bad_config', 'This is not a host name or an address.', {
    field: 'host',
    hint: 'Enter only the name or the address, such as db.example.com; the port has its own field.',
  })
}
