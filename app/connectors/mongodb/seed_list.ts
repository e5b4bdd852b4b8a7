import { ConnectorError } from '#connectors/connector_error'
import type { EgressPolicy } from '#connectors/egress_policy'
import { parseHost } from '#connectors/host_name'
import type { Member } from '#connectors/mongodb/members'

/** What DNS says of a deployment; options that it may set are these two and no others. */
export interface SeedList {
  members: Member[]
  authSource?: string
  replicaSet?: string
}

/**
 * Who serves the name of a `mongodb+srv` connection (public driver specification, "Initial DNS Seedlist Discovery").
 *
 * @throws ConnectorError `bad_config` for a host that cannot be one, `dns` for answers that are missing or that lead
 *   out of the domain; the resolver's own error
 */
export async function discoverSeeds(
  host: string,
  egress: EgressPolicy,
  signal: AbortSignal
): Promise<SeedList> {
  const domain = parseHost(host)
  if (domain.kind !== 'name') throw notADomain()
  const { servers, texts } = await egress.services(
    `_mongodb._tcp.${domain.name}`,
    domain.name,
    signal
  )
  if (servers.length === 0) throw new ConnectorError('dns')
  const parent = parentOf(domain.name)
  for (const { name } of servers) if (!isWithin(name, parent)) throw outside(domain.name)
  return {
    members: servers.map(({ name, port }) => ({ host: name, port })),
    ...optionsIn(texts, domain.name),
  }
}

/** Of a name with less than three parts all of it, so that nobody answers for a whole top-level domain. */
function parentOf(name: string): string {
  const labels = name.split('.')
  return labels.length < 3 ? name : labels.slice(1).join('.')
}

function isWithin(name: string, parent: string): boolean {
  return name.replace(/\.$/, '').toLowerCase().endsWith(`.${parent}`)
}

/** One record of options in the way of a URL's, at most. */
function optionsIn(texts: string[], name: string): Pick<SeedList, 'authSource' | 'replicaSet'> {
  if (texts.length > 1) throw unreadable(name)
  const options = Object.fromEntries(new URLSearchParams(texts[0] ?? ''))
  // Load balancers need another protocol than this one.
  const { authSource, replicaSet, loadBalanced, ...others } = options
  if (Object.keys(others).length > 0 || loadBalanced === 'true') throw unreadable(name)
  return { authSource, replicaSet }
}

function notADomain(): ConnectorError {
  return new ConnectorError(
    'bad_config',
    'To find the servers by DNS takes one name, not an address.',
    {
      field: 'host',
      hint: 'Enter the name after mongodb+srv://, such as cluster0.abcde.mongodb.net.',
    }
  )
}

function outside(name: string): ConnectorError {
  return new ConnectorError('dns', `What DNS says of ${name} leads out of its domain.`, {
    hint: 'Ask whoever runs the domain to correct its SRV records.',
  })
}

function unreadable(name: string): ConnectorError {
  return new ConnectorError('dns', `What DNS says of ${name} is not understood.`, {
    hint: 'Its TXT record may only set authSource and replicaSet; enter the hosts themselves instead.',
  })
}
