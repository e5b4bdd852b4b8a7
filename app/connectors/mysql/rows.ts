import { collectRows } from '#connectors/cells'
import type { Cell, Limits } from '#connectors/contracts'
import type { MysqlClient } from '#connectors/mysql/client'
import { quote, quoteTable } from '#connectors/mysql/sql'
import type { MysqlStructure } from '#connectors/mysql/structure'
import { cellsOf, previewParts } from '#connectors/preview_query'

/** The first `limits.rows` rows; long values are cut by the server, with their whole length beside them. */
export async function readRows(
  client: MysqlClient,
  { table, columns }: MysqlStructure,
  limits: Limits
): Promise<{ rows: Cell[][]; truncated: boolean }> {
  const { selected, key } = previewParts(columns, limits, quote)
  const order = key && ` ORDER BY ${key}`
  const rows = await client.query(
    `SELECT ${selected} FROM ${quoteTable(table)}${order} LIMIT ${limits.rows}`
  )
  return collectRows(rows, limits, (row, encoder) =>
    cellsOf(row, columns, (reader, value, whole) =>
      reader.read(value, encoder, whole && Number(whole.toString('latin1')))
    )
  )
}
