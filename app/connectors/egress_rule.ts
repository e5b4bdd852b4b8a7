import ipaddr from 'ipaddr.js'
import { kindOf } from '#connectors/address_ranges'
import type { Address } from '#connectors/host_name'

/** One entry of EGRESS_ALLOW. */
export interface EgressRule {
  allows(address: Address, port: number): boolean
}

const KEYWORDS = ['loopback', 'private'] as const

/**
 * Reads `loopback`, `private`, an address or a CIDR, each optionally with `:port`; IPv6 with a port stands in
 * brackets: `[fd00::/8]:5432`.
 *
 * @throws Error that names the entry: bad configuration refuses to start
 */
export function parseEgressRule(entry: string): EgressRule {
  const { range, port } = splitPort(entry)
  const matchesRange = rangeMatcher(range)
  if (!matchesRange || (port !== null && (port < 1 || port > 65_535))) {
    throw new Error(
      `EGRESS_ALLOW has an entry that is not loopback, private, an address or a CIDR: ${entry}`
    )
  }
  return {
    allows: (address, onPort) => (port === null || port === onPort) && matchesRange(address),
  }
}

function splitPort(entry: string): { range: string; port: number | null } {
  const bracketed = /^\[([^\]]+)\](\/\d+)?(?::(\d+))?$/.exec(entry)
  if (bracketed) {
    const [, inside = '', prefix = '', port] = bracketed
    return { range: inside + prefix, port: port ? Number(port) : null }
  }
  const single = /^([^:]+):(\d+)$/.exec(entry)
  if (single?.[1]) return { range: single[1], port: Number(single[2]) }
  return { range: entry, port: null }
}

function rangeMatcher(range: string): ((address: Address) => boolean) | null {
  const keyword = KEYWORDS.find((word) => word === range)
  if (keyword) return (address) => kindOf(address) === keyword
  const cidr = parseCidr(range)
  if (!cidr) return null
  const [network, bits] = cidr
  return (address) => address.kind() === network.kind() && address.match(network, bits)
}

function parseCidr(range: string): [Address, number] | null {
  if (ipaddr.isValidCIDR(range)) return ipaddr.parseCIDR(range)
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(range) || ipaddr.IPv6.isValid(range)
  if (!isAddress) return null
  const address = ipaddr.parse(range)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}
