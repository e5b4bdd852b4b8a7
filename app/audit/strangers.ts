import db from '@adonisjs/lucid/services/db'
import { tenantOf } from '#audit/chain_ids'
import type { EventRow } from '#audit/event_row'

const AT_MOST = 101

interface Bounds {
  chainId: string
  /** Sequences that the chain has: none up to `pruned`, and none after `head`. */
  pruned: number
  head: number
}

/** Rows that claim a place which the chain does not have, and rows of its tenant that are in no chain or another. */
export async function strangersTo({ chainId, pruned, head }: Bounds): Promise<EventRow[]> {
  const beyond = await db
    .from('audit_events')
    .where('chain_id', chainId)
    .where((rows) => {
      rows.whereNull('sequence').orWhereNotBetween('sequence', [pruned + 1, head])
    })
    .limit(AT_MOST)
  const astray = await db
    .from('audit_events')
    .where({ tenant_id: tenantOf(chainId) })
    .where((rows) => {
      rows.whereNot('chain_id', chainId).orWhere((loose) => {
        loose.whereNull('chain_id')
        // Older events belong to the chain's beginning, until retention has moved that.
        if (pruned === 0) loose.whereNotNull('sequence')
      })
    })
    .limit(AT_MOST)
  return [...beyond, ...astray]
}
