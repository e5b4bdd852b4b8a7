import ipaddr from 'ipaddr.js'
import type { Address } from '#connectors/host_name'
import { normalise } from '#connectors/host_name'

/** The ranges that people name; everything else that is not public has no keyword and is allowed by CIDR only. */
export type AddressKind = 'public' | 'loopback' | 'private' | 'special'

/**
 * Where clouds hand out identities and secrets to whoever asks from inside: AWS (IMDS, ECS, EKS), Google, Azure,
 * Alibaba, Oracle, Scaleway.
 */
const METADATA_ADDRESSES = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '169.254.42.42',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
  'fd00:42::42',
].map((text) => ipaddr.parse(text).toNormalizedString())

const METADATA_NAMES = ['metadata.google.internal', 'metadata.goog']

/** IANA: the only block from which public IPv6 addresses are given out. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

export function kindOf(address: Address): AddressKind {
  const range = address.range()
  if (range === 'loopback') return 'loopback'
  if (range === 'private' || range === 'uniqueLocal') return 'private'
  if (range !== 'unicast') return 'special'
  return address instanceof ipaddr.IPv6 && !address.match(GLOBAL_IPV6) ? 'special' : 'public'
}

/** True for a cloud's metadata service, also behind a translation of IPv4 to IPv6. */
export function isMetadataAddress(address: Address): boolean {
  return [address, ...embeddedIn(address)].some((one) =>
    METADATA_ADDRESSES.includes(one.toNormalizedString())
  )
}

export function isMetadataName(name: string): boolean {
  return METADATA_NAMES.includes(name)
}

/**
 * IPv4 addresses that a translator would reach for this IPv6 one: NAT64 (RFC 6052, and RFC 8215 for 64:ff9b:1::/48)
 * and IPv4-compatible in the last four bytes, 6to4 (RFC 3056) in bytes 2 to 5, Teredo (RFC 4380) inverted at the end.
 */
export function embeddedIn(address: Address): ipaddr.IPv4[] {
  if (!(address instanceof ipaddr.IPv6) || kindOf(address) !== 'special') return []
  const bytes = address.toByteArray()
  const last = bytes.slice(12)
  const found = [last, last.map((byte) => byte ^ 0xff)]
  if (bytes[0] === 0x20 && bytes[1] === 0x02) found.push(bytes.slice(2, 6))
  return found.map((four) => new ipaddr.IPv4(four))
}

/** Parses one address of a resolver's answer. */
export function parseAddress(text: string): Address {
  return normalise(ipaddr.parse(text))
}
