import type { EgressPolicy } from '#connectors/egress_policy'
import { type Member, parseMembers, USUAL_PORT } from '#connectors/mongodb/members'
import { discoverSeeds } from '#connectors/mongodb/seed_list'

export interface MongodbConfig {
  host: string
  port?: number
  srv?: boolean
  database?: string
  username?: string
  authSource?: string
  replicaSet?: string
}

/** Who may be asked, and what they must be. */
export interface Deployment {
  members: Member[]
  replicaSet: string | null
  authSource: string
}

/**
 * What the config says, and DNS where it is asked; what was entered goes before what DNS says.
 *
 * @throws ConnectorError `bad_config` or `dns`; the resolver's own error
 */
export async function findDeployment(
  { host, port = USUAL_PORT, srv, authSource, replicaSet }: MongodbConfig,
  egress: EgressPolicy,
  signal: AbortSignal
): Promise<Deployment> {
  const seeds = srv
    ? await discoverSeeds(host, egress, signal)
    : { members: parseMembers(host, port) }
  return {
    members: seeds.members,
    replicaSet: replicaSet || seeds.replicaSet || null,
    authSource: authSource || seeds.authSource || 'admin',
  }
}
