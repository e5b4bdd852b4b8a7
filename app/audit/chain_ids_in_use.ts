import db from '@adonisjs/lucid/services/db'
import { chainOf } from '#audit/chain_ids'

/** Ids of all chains, of those that only events still speak of, and of those that are yet to be made. */
export async function chainIds(): Promise<string[]> {
  const chains: { id: string }[] = await db.from('audit_chains').select('id').orderBy('id')
  const lost: { id: string }[] = await db
    .from('audit_events')
    .distinct('chain_id as id')
    .whereNotNull('chain_id')
    .whereNotExists((chain) => {
      chain.from('audit_chains').whereColumn('audit_chains.id', 'audit_events.chain_id')
    })
  const tenants: { id: string | null }[] = await db
    .from('audit_events')
    .distinct('tenant_id as id')
    .where({ chain_id: null, sequence: null })
  return [...new Set([...chains, ...lost, ...tenants].map(({ id }) => chainOf(id)))]
}
