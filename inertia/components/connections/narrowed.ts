import type { Connection } from '~/api/types'
import type { Rows } from '~/hooks/use_connection_rows'

/**
 * What is known to match, while the server is still looking: rows of an earlier, wider search. What it looks through is
 * what the server does.
 */
export function narrowed(rows: Rows, search: string): Connection[] {
  const wanted = search.normalize('NFC').toLowerCase()
  return rows.filter(
    (row): row is Connection =>
      row !== undefined &&
      [row.name, row.target, ...row.tags].some((text) => text.toLowerCase().includes(wanted))
  )
}
