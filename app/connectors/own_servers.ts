import { networkInterfaces } from 'node:os'
import { kindOf, parseAddress } from '#connectors/address_ranges'
import type { Address } from '#connectors/host_name'
import { parseHost } from '#connectors/host_name'
import type { HostResolver } from '#connectors/host_resolver'

const DEFAULT_PORTS: Record<string, number> = {
  'postgres:': 5432,
  'postgresql:': 5432,
  'mysql:': 3306,
  'mariadb:': 3306,
  'redis:': 6379,
  'rediss:': 6379,
}

/** How long the addresses of our own servers are believed. */
const TTL = 30_000

/** How long their name may take to be resolved. */
const PATIENCE = 5_000

interface OwnServer {
  host: string
  port: number
  addresses: Address[]
  resolvedAt: number
}

/** The application's own database and Redis, which no connection may reach by any of their addresses. */
export class OwnServers {
  readonly #servers: OwnServer[]

  constructor(
    urls: readonly string[],
    private readonly resolver: HostResolver
  ) {
    this.#servers = urls.flatMap(serverOf)
  }

  async includes(address: Address, port: number): Promise<boolean> {
    for (const server of this.#servers) {
      if (server.port !== port) continue
      const own = await this.#addressesOf(server)
      if (own.some((one) => isSame(one, address))) return true
      if (own.some(isLocal) && isLocal(address)) return true
    }
    return false
  }

  /** A name that does not resolve now keeps the addresses it had. */
  async #addressesOf(server: OwnServer): Promise<Address[]> {
    if (Date.now() - server.resolvedAt < TTL) return server.addresses
    const host = parseHost(server.host)
    if (host.kind === 'address') {
      server.addresses = [host.address]
    } else {
      const found = await this.resolver(host.name, AbortSignal.timeout(PATIENCE)).catch(() => null)
      if (found === null) return server.addresses
      server.addresses = found.map(parseAddress)
    }
    server.resolvedAt = Date.now()
    return server.addresses
  }
}

function serverOf(url: string): OwnServer[] {
  const protocol = /^[a-z]+:/.exec(url)?.[0] ?? ''
  const defaultPort = DEFAULT_PORTS[protocol]
  if (defaultPort === undefined) return []
  // Only special schemes have their hosts canonicalised; the port is what we need from it here.
  const { hostname, port } = new URL(url)
  return [
    {
      host: decodeURIComponent(hostname) || 'localhost',
      port: port ? Number(port) : defaultPort,
      addresses: [],
      resolvedAt: 0,
    },
  ]
}

/** This machine: what listens on one of its addresses mostly listens on all of them. */
function isLocal(address: Address): boolean {
  if (kindOf(address) === 'loopback' || address.range() === 'unspecified') return true
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .some((own) => isSame(parseAddress(own.address), address))
}

function isSame(a: Address, b: Address): boolean {
  return a.toNormalizedString() === b.toNormalizedString()
}
