import type { Connection } from '~/api/types'
import type { ListFilters, Rows } from '~/hooks/use_connection_rows'

type Row = (connection: Connection) => string

/** What each filter looks at. */
const FILTERED: Partial<Record<keyof ListFilters, (row: Connection, wanted: string) => boolean>> = {
  search: matches,
  type: (row, wanted) => row.type === wanted,
  status: (row, wanted) => (row.lastTestStatus ?? 'untested') === wanted,
  visibility: (row, wanted) => row.visibility === wanted,
  tag: (row, wanted) => row.tags.includes(wanted),
}

const SORTED: Record<string, Row> = {
  name: (row) => folded(row.name),
  lastTestedAt: (row) => row.lastTestedAt ?? '',
}

/**
 * What is known of the rows that are wanted, while the server is still looking: from the rows that are shown, those
 * that match; in the wanted order, once all of them are known. Null when nothing is known of them.
 */
export function foreseen(rows: Rows, shown: ListFilters, wanted: ListFilters): Rows | null {
  if (!isNarrower(shown, wanted)) return null
  const isWhole = rows.every((row) => row !== undefined)
  if (shown.sort !== wanted.sort && !isWhole) return null
  const filters = keysOf(FILTERED).filter((key) => shown[key] !== wanted[key])
  const found = filters.length === 0 ? rows : matching(rows, filters, wanted)
  return shown.sort === wanted.sort ? found : ordered(found, wanted.sort)
}

/** Whether all that is wanted is among what is shown, as far as its filters say. */
function isNarrower(shown: ListFilters, wanted: ListFilters): boolean {
  return keysOf(FILTERED).every((key) =>
    key === 'search'
      ? wanted.search.startsWith(shown.search)
      : shown[key] === wanted[key] || shown[key] === ''
  )
}

function matching(rows: Rows, filters: (keyof ListFilters)[], wanted: ListFilters): Connection[] {
  return rows.filter(
    (row): row is Connection =>
      row !== undefined && filters.every((key) => FILTERED[key]?.(row, wanted[key]))
  )
}

/** As the server orders them, but for rows that are equal. */
function ordered(rows: Rows, sort: string): Rows | null {
  const by = SORTED[sort.replace('-', '')]
  if (!by) return null
  const known = rows.filter((row) => row !== undefined)
  const direction = sort.startsWith('-') ? -1 : 1
  return known.sort((a, b) => direction * compared(by(a), by(b)))
}

function compared(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

/** It looks through what the server looks through. */
function matches({ name, target, tags }: Connection, search: string): boolean {
  const wanted = folded(search)
  return [name, target, ...tags].some((text) => folded(text).includes(wanted))
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

function keysOf<Key extends string>(record: Partial<Record<Key, unknown>>): Key[] {
  return Object.keys(record) as Key[]
}
