import { databaseFile } from '#config/database'

/** A moment as the application database takes it, to the millisecond; SQLite has no type for it and keeps the text. */
export function storedMoment(moment: Date): Date | string {
  return databaseFile ? moment.toISOString().replace('T', ' ').replace('Z', '') : moment
}

/**
 * A stored moment in ISO 8601. Events that are older than chains have no milliseconds; what is spelled as we never
 * do stays as it is, so that it is no other moment.
 */
export function isoMoment(stored: unknown): string {
  if (stored instanceof Date) return Number.isNaN(+stored) ? 'Invalid Date' : stored.toISOString()
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{3})?$/.exec(String(stored))
  return parts ? `${parts[1]}T${parts[2]}${parts[3] ?? '.000'}Z` : `stored as ${String(stored)}`
}
