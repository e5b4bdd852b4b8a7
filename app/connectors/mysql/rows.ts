import { CellEncoder, cellLengthFor, RowCollector } from '#connectors/cells'
import type { Cell, Limits } from '#connectors/contracts'
import type { MysqlClient, RawRow } from '#connectors/mysql/client'
import { quote, quoteTable } from '#connectors/mysql/sql'
import type { MysqlColumn, MysqlStructure } from '#connectors/mysql/structure'

/** The first `limits.rows` rows; long values are cut by the server, with their whole length beside them. */
export async function readRows(
  client: MysqlClient,
  { table, columns }: MysqlStructure,
  limits: Limits
): Promise<{ rows: Cell[][]; truncated: boolean }> {
  const longColumns = columns.filter(({ reader }) => reader.isUnbounded)
  const cellLength = cellLengthFor(longColumns.length, limits)
  const selected = columns.flatMap(({ name, reader }) => reader.select(quote(name), cellLength))
  // A view that cannot be read has no columns in the catalog; asking for its rows tells why.
  const rows = await client.query(
    `SELECT ${selected.join(', ') || '1'} FROM ${quoteTable(table)}${orderBy(columns)} LIMIT ${limits.rows}`
  )
  const encoder = new CellEncoder(limits)
  const collector = new RowCollector(limits)
  for (const row of rows) {
    if (!collector.add(toCells(row, columns, encoder))) break
  }
  return collector
}

function toCells(row: RawRow, columns: MysqlColumn[], encoder: CellEncoder): Cell[] {
  let at = 0
  return columns.map(({ reader }) => {
    const value = row[at++] ?? null
    const wholeLength = reader.isUnbounded ? (row[at++] ?? null) : null
    if (value === null) return null
    return reader.read(value, encoder, wholeLength && Number(wholeLength.toString('latin1')))
  })
}

/** By the primary key, where there is one: without an order, no two answers need be the same. */
function orderBy(columns: MysqlColumn[]): string {
  const key = columns
    .filter(({ keyPosition }) => keyPosition !== null)
    .sort((a, b) => Number(a.keyPosition) - Number(b.keyPosition))
  return key.length > 0 ? ` ORDER BY ${key.map(({ name }) => quote(name)).join(', ')}` : ''
}
