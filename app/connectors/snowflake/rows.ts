import { collectRows } from '#connectors/cells'
import type { Cell, Limits } from '#connectors/contracts'
import { cellsOf, previewParts } from '#connectors/preview_query'
import { run } from '#connectors/snowflake/query'
import type { SnowflakeSession } from '#connectors/snowflake/session'
import { quote, quoteTable } from '#connectors/snowflake/sql'
import type { SnowflakeStructure } from '#connectors/snowflake/structure'

/** The first `limits.rows` rows; long values are cut by the server, with their whole length beside them. */
export async function readRows(
  session: SnowflakeSession,
  { table, columns }: SnowflakeStructure,
  limits: Limits
): Promise<{ rows: Cell[][]; truncated: boolean }> {
  const { selected, key } = previewParts(columns, limits, quote)
  const source = quoteTable(session.context.database, table)
  const order = key && ` ORDER BY ${key}`
  const { rows } = await run(
    session,
    `SELECT ${selected} FROM ${source}${order} LIMIT ${limits.rows}`
  )
  return collectRows(rows, limits, (row, encoder) =>
    cellsOf(row, columns, (reader, value, whole) =>
      reader.read(value, encoder, whole === null ? null : Number(whole))
    )
  )
}
