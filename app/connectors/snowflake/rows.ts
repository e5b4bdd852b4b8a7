import { CellEncoder, cellLengthFor, RowCollector } from '#connectors/cells'
import type { Cell, Limits } from '#connectors/contracts'
import type { TextRow } from '#connectors/snowflake/answer'
import { run } from '#connectors/snowflake/query'
import type { SnowflakeSession } from '#connectors/snowflake/session'
import { quote, quoteTable } from '#connectors/snowflake/sql'
import type { SnowflakeColumn, SnowflakeStructure } from '#connectors/snowflake/structure'

/** The first `limits.rows` rows; long values are cut by the server, with their whole length beside them. */
export async function readRows(
  session: SnowflakeSession,
  { table, columns }: SnowflakeStructure,
  limits: Limits
): Promise<{ rows: Cell[][]; truncated: boolean }> {
  const longColumns = columns.filter(({ reader }) => reader.isUnbounded)
  const cellLength = cellLengthFor(longColumns.length, limits)
  const selected = columns.flatMap(({ name, reader }) => reader.select(quote(name), cellLength))
  const { rows } = await run(
    session,
    `SELECT ${selected.join(', ') || '1'} FROM ${quoteTable(session.context.database, table)}` +
      `${orderBy(columns)} LIMIT ${limits.rows}`
  )
  const encoder = new CellEncoder(limits)
  const collector = new RowCollector(limits)
  for (const row of rows) {
    if (!collector.add(toCells(row, columns, encoder))) break
  }
  return collector
}

function toCells(row: TextRow, columns: SnowflakeColumn[], encoder: CellEncoder): Cell[] {
  let at = 0
  return columns.map(({ reader }) => {
    const value = row[at++] ?? null
    const wholeLength = reader.isUnbounded ? (row[at++] ?? null) : null
    if (value === null) return null
    return reader.read(value, encoder, wholeLength === null ? null : Number(wholeLength))
  })
}

/** By the primary key, where there is one: without an order, no two answers need be the same. */
function orderBy(columns: SnowflakeColumn[]): string {
  const key = columns.filter(({ primaryKey }) => primaryKey)
  return key.length > 0 ? ` ORDER BY ${key.map(({ name }) => quote(name)).join(', ')}` : ''
}
