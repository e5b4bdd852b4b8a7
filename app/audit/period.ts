import { DateTime } from 'luxon'
import { storedMoment } from '#audit/moments'

/** From when to when, in ISO 8601; both ends count, of a date the whole day, and without an offset it is UTC. */
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
  if (to) query.where('created_at', '<=', storedMoment(instantOf(to, { atEnd: isDate(to) })))
}

/** A date that says nothing of the time of day. */
function isDate(iso: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(iso.trim())
}

function instantOf(iso: string, { atEnd = false } = {}): Date {
  const start = DateTime.fromISO(iso, { zone: 'utc' })
  return (atEnd ? start.endOf('day') : start).toJSDate()
}

/** SQLite compares text, and events that are older than chains have no milliseconds: they come before `.000`. */
function storedStart(iso: string): Date | string {
  const stored = storedMoment(instantOf(iso))
  return typeof stored === 'string' ? stored.replace(/\.000$/, '') : stored
}
