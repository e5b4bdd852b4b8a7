import { abortable } from '#connectors/abortable'
import {
  type AddressKind,
  embeddedIn,
  isMetadataAddress,
  isMetadataName,
  kindOf,
  parseAddress,
} from '#connectors/address_ranges'
import { ConnectorError } from '#connectors/connector_error'
import { type EgressRule, parseEgressRule } from '#connectors/egress_rule'
import { type Address, parseHost } from '#connectors/host_name'
import { type HostResolver, systemResolver } from '#connectors/host_resolver'
import { OwnServers } from '#connectors/own_servers'
import {
  type ServiceResolver,
  type Services,
  systemServiceResolver,
} from '#connectors/service_resolver'

/** A vetted address to dial: what was looked at is what is connected to, whatever the name says next time. */
export interface Endpoint {
  address: string
  port: number
}

/**
 * Which servers a connection may reach. Public addresses, and what EGRESS_ALLOW names; never a cloud's metadata
 * service, never our own database or Redis. A host is refused when any of its addresses is.
 */
export class EgressPolicy {
  readonly #rules: EgressRule[]
  readonly #own: OwnServers
  readonly #resolver: HostResolver
  readonly #services: ServiceResolver

  constructor(options: {
    allow: readonly string[]
    own: readonly string[]
    resolver?: HostResolver
    services?: ServiceResolver
  }) {
    this.#resolver = options.resolver ?? systemResolver
    this.#services = options.services ?? systemServiceResolver
    this.#rules = options.allow.map(parseEgressRule)
    this.#own = new OwnServers(options.own, this.#resolver)
  }

  /**
   * Resolves a host and vets every answer.
   *
   * @throws ConnectorError `bad_config`, `egress_blocked` or `dns`; the resolver's own error; the signal's reason
   */
  async resolve(host: unknown, port: unknown, signal: AbortSignal): Promise<Endpoint[]> {
    const target = parseHost(host)
    const onPort = parsePort(port)
    if (target.kind === 'address') {
      await this.#vet(target.address, onPort)
      const zone = target.zone ? `%${target.zone}` : ''
      return [{ address: target.address.toString() + zone, port: onPort }]
    }
    if (isMetadataName(target.name)) throw neverAllowed()
    const answers = await abortable(this.#resolver(target.name, signal), signal)
    const addresses = answers.map(parseAddress)
    if (addresses.length === 0) throw new ConnectorError('dns')
    for (const address of addresses) await this.#vet(address, onPort)
    return addresses.map((address) => ({ address: address.toString(), port: onPort }))
  }

  /**
   * Who serves a service of a domain, by its SRV and TXT records. Only names: they are vetted when they are resolved.
   *
   * @throws the resolver's own error; the signal's reason
   */
  services(service: string, domain: string, signal: AbortSignal): Promise<Services> {
    return abortable(this.#services(service, domain, signal), signal)
  }

  async #vet(address: Address, port: number) {
    if (isMetadataAddress(address)) throw neverAllowed()
    for (const one of [address, ...embeddedIn(address)]) {
      if (await this.#own.includes(one, port)) throw neverAllowed()
    }
    const kind = kindOf(address)
    if (kind === 'public') return
    if (!this.#rules.some((rule) => rule.allows(address, port))) throw blocked(address, port, kind)
  }
}

function parsePort(port: unknown): number {
  if (typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new ConnectorError('bad_config', 'The port must be a whole number from 1 to 65535.', {
    field: 'port',
  })
}

function blocked(address: Address, port: number, kind: AddressKind): ConnectorError {
  const text = address.toString()
  const exact = address.kind() === 'ipv4' ? `${text}/32:${port}` : `[${text}/128]:${port}`
  const keyword = kind === 'special' ? '' : `EGRESS_ALLOW=${kind}, or only this one with `
  return new ConnectorError(
    'egress_blocked',
    `Connections to ${kind === 'special' ? 'special' : kind} addresses such as ${text} are not allowed.`,
    { hint: `An operator can allow it with ${keyword}EGRESS_ALLOW=${exact}.` }
  )
}

function neverAllowed(): ConnectorError {
  return new ConnectorError('egress_blocked', 'Connections to this address are never allowed.', {
    hint: 'It belongs to this server itself or to its cloud; no setting allows it. Enter the address of your database.',
  })
}
