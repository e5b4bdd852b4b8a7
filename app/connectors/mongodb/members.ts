import { ConnectorError } from '#connectors/connector_error'
import { parseHost } from '#connectors/host_name'

export const USUAL_PORT = 27_017

export interface Member {
  host: string
  port: number
}

/** More than a replica set can have (50) need not be tried. */
const MOST = 50

/**
 * The members that a host field names: `a`, `a:27018`, `a,b:27018,[::1]:27019`.
 *
 * @throws ConnectorError `bad_config`
 */
export function parseMembers(hosts: string, usualPort: number): Member[] {
  const parts = hosts.split(',').map((part) => part.trim())
  if (parts.length > MOST || parts.includes('')) throw notMembers()
  return parts.map((part) => parseMember(part, usualPort))
}

/** One member, as typed or as a server names it. A lone IPv6 address needs no brackets. */
export function parseMember(text: string, usualPort: number): Member {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text)
  const host = match?.[1] ?? text
  const port = match?.[2] === undefined ? usualPort : Number(match[2])
  parseHost(host)
  if (port < 1 || port > 65_535) throw notMembers()
  return { host, port }
}

function notMembers(): ConnectorError {
  return new ConnectorError('bad_config', 'These are not hosts, each with or without a port.', {
    field: 'host',
    hint: 'Separate the members of a replica set by commas: db1.example.com,db2.example.com:27018.',
  })
}
