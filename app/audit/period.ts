import { DateTime } from 'luxon'
import { storedMoment } from '#audit/moments'

/** From when to when, in ISO 8601; both ends count, and without an offset it is UTC. */
export interface Period {
  from?: string
  to?: string
}

interface Conditions {
  where(column: string, operator: string, value: Date | string): unknown
}

/** Narrows a query of events down to a period. */
export function within(query: Conditions, { from, to }: Period): void {
  if (from) query.where('created_at', '>=', storedStart(from))
  if (to) query.where('created_at', '<=', storedMoment(instantOf(to)))
}

function instantOf(iso: string): Date {
  return DateTime.fromISO(iso, { zone: 'utc' }).toJSDate()
}

/** SQLite compares text, and events that are older than chains have no milliseconds: they come before `.000`. */
function storedStart(iso: string): Date | string {
  const stored = storedMoment(instantOf(iso))
  return typeof stored === 'string' ? stored.replace(/\.000$/, '') : stored
}
