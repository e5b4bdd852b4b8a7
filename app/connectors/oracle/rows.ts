import type { Lob } from 'oracledb'
import { CellEncoder, RowCollector } from '#connectors/cells'
import type { Cell, Limits } from '#connectors/contracts'
import type { OracleSession, Row } from '#connectors/oracle/session'
import { quote, quoteTable } from '#connectors/oracle/sql'
import type { OracleColumn, OracleStructure } from '#connectors/oracle/structure'
import { type PreviewParts, previewParts } from '#connectors/preview_query'

/** The first `limits.rows` rows; long values are cut by the server, with their whole length beside them. */
export async function readRows(
  session: OracleSession,
  structure: OracleStructure,
  limits: Limits
): Promise<{ rows: Cell[][]; truncated: boolean }> {
  const { columns } = structure
  const parts = previewParts(columns, limits, quote)
  const { cellLength } = parts
  const encoder = new CellEncoder(limits)
  const collector = new RowCollector(limits)
  await session.reading(async () => {
    for (const row of await session.query(selectFrom(structure, parts, limits.rows))) {
      if (!collector.add(await toCells(row, columns, { session, encoder, cellLength }))) break
    }
  })
  return collector
}

/**
 * Rows are counted outside of the order, and expressions stand outside of both. A LONG may not be selected from
 * within.
 */
function selectFrom(
  { table, columns }: OracleStructure,
  { selected, key }: PreviewParts,
  rows: number
): string {
  const source = quoteTable(table)
  const isOrdered = key !== '' && !columns.some(({ type }) => type.startsWith('LONG'))
  const from = isOrdered ? `(select * from ${source} order by ${key})` : source
  return `select ${selected} from ${from} where rownum <= ${rows}`
}

interface Reading {
  session: OracleSession
  encoder: CellEncoder
  cellLength: number
}

async function toCells(row: Row, columns: OracleColumn[], reading: Reading): Promise<Cell[]> {
  const cells: Cell[] = []
  let at = 0
  for (const { reader } of columns) {
    const value = row[at++] ?? null
    const hasLength = reader.isUnbounded && !reader.isLocator
    const length = hasLength ? (row[at++] ?? null) : null
    if (value === null) cells.push(null)
    else if (reader.isLocator) cells.push(await readLocator(value as Lob, reader, reading))
    else cells.push(reader.read(value, reading.encoder, length === null ? null : Number(length)))
  }
  return cells
}

/** The bytes behind a locator have to be asked for, value by value. */
async function readLocator(
  lob: Lob,
  reader: OracleColumn['reader'],
  { session, encoder, cellLength }: Reading
): Promise<Cell> {
  const { bytes, whole } = await session.readBytes(lob, cellLength)
  return reader.read(bytes, encoder, whole)
}
