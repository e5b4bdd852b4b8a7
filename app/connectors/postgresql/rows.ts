import { collectRows } from '#connectors/cells'
import type { Cell, Limits } from '#connectors/contracts'
import { readInTransaction } from '#connectors/postgresql/query'
import type { PostgresqlSession } from '#connectors/postgresql/session'
import { quoteTable } from '#connectors/postgresql/sql'
import type { PostgresqlStructure } from '#connectors/postgresql/structure'
import { inDoubleQuotes, previewParts } from '#connectors/preview_query'

/** The first `limits.rows` rows; long values are cut by the server, which sends one character more to show it. */
export async function readRows(
  session: PostgresqlSession,
  { table, columns }: PostgresqlStructure,
  limits: Limits
): Promise<{ rows: Cell[][]; truncated: boolean }> {
  const { selected, key, cellLength } = previewParts(columns, limits, inDoubleQuotes)
  const order = key && ` order by ${key}`
  const rows = await readInTransaction(
    session,
    `select ${selected} from ${quoteTable(table)}${order} limit ${limits.rows}`
  )
  return collectRows(rows, limits, (row, encoder) =>
    columns.map(({ reader }, i) => {
      const value = row[i] ?? null
      return value === null ? null : reader.read(value, encoder, cellLength)
    })
  )
}
