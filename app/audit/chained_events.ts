import db from '@adonisjs/lucid/services/db'
import type { EventRow } from '#audit/event_row'
import { within, type Period } from '#audit/period'

const BATCH = 1_000

interface Range extends Period {
  /** The sequence before the first. */
  after: number
  /** The last sequence. */
  until: number
}

/**
 * Events of a chain in their order, in batches. Each batch begins with the place where the one before has ended: where
 * somebody did away with the index, several may have the same place, and none of them is to be skipped.
 */
export async function* chainedEvents(chainId: string, range: Range): AsyncGenerator<EventRow[]> {
  for (let from = range.after + 1, seen = new Set<string>(); ;) {
    const query = db
      .from('audit_events')
      .where('chain_id', chainId)
      .whereBetween('sequence', [from, range.until])
    within(query, range)
    const rows: EventRow[] = await query.orderBy('sequence').orderBy('id').limit(BATCH)
    const unseen = rows.filter(({ id }) => !seen.has(id))
    if (unseen.length > 0) yield unseen
    if (rows.length < BATCH || unseen.length === 0) return
    from = Number(rows.at(-1)?.sequence)
    seen = new Set(rows.map(({ id }) => id))
  }
}
