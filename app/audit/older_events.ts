import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ChainKey } from '#audit/chain_key'
import type { EventRow } from '#audit/event_row'
import { within, type Period } from '#audit/period'
import { tenantOf } from '#audit/chain_ids'

const BATCH = 1_000

/** Events that are older than the tenant's chain, oldest first, in batches. */
export async function* olderEvents(
  chainId: string,
  period: Period = {}
): AsyncGenerator<EventRow[]> {
  for (let last: EventRow | undefined; ;) {
    const rows: EventRow[] = await batchAfter(chainId, last, period)
    if (rows.length > 0) yield rows
    if (rows.length < BATCH) return
    last = rows.at(-1)
  }
}

/**
 * Their number, and a digest of them all. Each is hashed with the chain's key before they are combined, so that it
 * takes the key to find other events with the same digest; and it does not depend on how a database orders ids.
 */
export async function digestOfOlder(key: ChainKey): Promise<{ count: number; digest: string }> {
  let count = 0
  const digest = Buffer.alloc(32)
  for await (const rows of olderEvents(key.chainId)) {
    count += rows.length
    for (const row of rows) mixIn(digest, Buffer.from(key.hashOf(row, null), 'hex'))
  }
  return { count, digest: digest.toString('hex') }
}

export async function countOlder(chainId: string): Promise<number> {
  const query = db.from('audit_events').where(olderThan(chainId))
  const { total } = await query.count('* as total').firstOrFail()
  return Number(total)
}

/**
 * Takes them away together with the first events of the chain. Later there are none: what looks like one is evidence of
 * somebody else's work.
 */
export async function deleteOlder(
  client: TransactionClientContract,
  chainId: string
): Promise<void> {
  await client.from('audit_events').where(olderThan(chainId)).delete()
}

function olderThan(chainId: string) {
  return { tenant_id: tenantOf(chainId), chain_id: null, sequence: null }
}

function mixIn(digest: Buffer, hash: Buffer): void {
  for (const [index, byte] of hash.entries()) digest[index] = (digest[index] ?? 0) ^ byte
}

/** In the order of the index that there is; `>=` beside the rest lets every database use it. */
function batchAfter(
  chainId: string,
  last: EventRow | undefined,
  period: Period
): Promise<EventRow[]> {
  const query = db.from('audit_events').where(olderThan(chainId))
  within(query, period)
  if (last) {
    query.where('created_at', '>=', last.created_at).where((after) => {
      after.where('created_at', '>', last.created_at).orWhere('id', '>', last.id)
    })
  }
  return query.orderBy('created_at').orderBy('id').limit(BATCH)
}
