import { collectRows } from '#connectors/cells'
import type { Cell, Limits } from '#connectors/contracts'
import { cellsOf, previewParts } from '#connectors/preview_query'
import type { SqlserverSession } from '#connectors/sqlserver/session'
import { inTransaction, quote, quoteTable } from '#connectors/sqlserver/sql'
import type { SqlserverStructure } from '#connectors/sqlserver/structure'

/** The first `limits.rows` rows; long values are cut by the server, with their whole length beside them. */
export async function readRows(
  session: SqlserverSession,
  { table, columns }: SqlserverStructure,
  limits: Limits
): Promise<{ rows: Cell[][]; truncated: boolean }> {
  const { selected, width, key, cellLength } = previewParts(columns, limits, quote)
  const order = key && ` order by ${key}`
  const rows = await session.query(
    inTransaction(`select top (${limits.rows}) ${selected} from ${quoteTable(table)}${order}`),
    { columns: width, rows: limits.rows }
  )
  return collectRows(rows, limits, (row, encoder) =>
    cellsOf(row, columns, (reader, value, whole) =>
      reader.read(value, encoder, whole === null ? null : Number(whole), cellLength)
    )
  )
}
