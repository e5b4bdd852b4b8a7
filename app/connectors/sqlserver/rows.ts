import { CellEncoder, cellLengthFor, RowCollector } from '#connectors/cells'
import type { Cell, Limits } from '#connectors/contracts'
import type { SqlserverSession, Value } from '#connectors/sqlserver/session'
import { inTransaction, quote, quoteTable } from '#connectors/sqlserver/sql'
import type { SqlserverColumn, SqlserverStructure } from '#connectors/sqlserver/structure'

/** The first `limits.rows` rows; long values are cut by the server, with their whole length beside them. */
export async function readRows(
  session: SqlserverSession,
  { table, columns }: SqlserverStructure,
  limits: Limits
): Promise<{ rows: Cell[][]; truncated: boolean }> {
  const longColumns = columns.filter(({ reader }) => reader.isUnbounded)
  const limit = cellLengthFor(longColumns.length, limits)
  const selected = columns.flatMap(({ name, reader }) => reader.select(quote(name), limit))
  const rows = await session.query(
    inTransaction(
      `select top (${limits.rows}) ${selected.join(', ') || '1'} from ${quoteTable(table)}${orderBy(columns)}`
    ),
    { columns: Math.max(1, selected.length), rows: limits.rows }
  )
  const encoder = new CellEncoder(limits)
  const collector = new RowCollector(limits)
  for (const row of rows) {
    if (!collector.add(toCells(row, columns, encoder, limit))) break
  }
  return collector
}

function toCells(
  row: Value[],
  columns: SqlserverColumn[],
  encoder: CellEncoder,
  limit: number
): Cell[] {
  let at = 0
  return columns.map(({ reader }) => {
    const value = row[at++] ?? null
    const wholeBytes = reader.isUnbounded ? (row[at++] ?? null) : null
    return value === null
      ? null
      : reader.read(value, encoder, wholeBytes === null ? null : Number(wholeBytes), limit)
  })
}

/** By the primary key, where there is one: without an order, no two answers need be the same. */
function orderBy(columns: SqlserverColumn[]): string {
  const key = columns
    .filter(({ keyPosition }) => keyPosition !== null)
    .sort((a, b) => Number(a.keyPosition) - Number(b.keyPosition))
  return key.length > 0 ? ` order by ${key.map(({ name }) => quote(name)).join(', ')}` : ''
}
