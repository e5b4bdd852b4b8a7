import { isoYear } from '#connectors/iso_year'

const SPELLING = /^(\d{4,})-(\d\d)-(\d\d)(?: (\d\d:\d\d:\d\d(?:\.\d+)?))?(\+00)?( BC)?$/

/**
 * A date, timestamp or timestamptz (in UTC) as PostgreSQL writes it, in ISO 8601. Years outside 0000 to 9999 have a
 * sign and at least six digits, as in ECMAScript; 1 BC is the year 0000. `infinity` and `-infinity` stay as they are.
 */
export function isoDateTime(text: string): string {
  const match = SPELLING.exec(text)
  if (!match) return text
  const [, year = '', month, day, time, utc, bc] = match
  const date = `${isoYear(bc ? 1 - Number(year) : Number(year))}-${month}-${day}`
  return time ? `${date}T${time}${utc ? 'Z' : ''}` : date
}
