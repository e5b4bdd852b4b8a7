import type { Database } from 'better-sqlite3'
import { CellEncoder, RowCollector } from '#connectors/cells'
import type { Cell, Column, Limits } from '#connectors/contracts'
import { quote } from '#connectors/sqlite/catalog'

/** SQLite types values, not columns: integers come as bigint, reals as number. */
type Value = null | bigint | number | string | Buffer

/** The first `limits.rows` rows of a table; longer values are cut by SQLite itself. */
export function readRows(
  database: Database,
  table: string,
  columns: readonly Column[],
  limits: Limits
): { rows: Cell[][]; truncated: boolean } {
  const source = `(SELECT * FROM ${quote(table)} LIMIT ${limits.rows})`
  const select = (expression: (name: string) => string) =>
    `SELECT ${columns.map(({ name }) => expression(quote(name))).join(', ')} FROM ${source}`
  const collector = new RowCollector(limits)
  const wholeLengths = lengthsOnDemand(database, select)
  const toCell = cellReader(new CellEncoder(limits), limits.cellBytes)

  // One character more than the limit shows that a value was cut.
  const cut = limits.cellBytes + 1
  const statement = database
    .prepare<[], Value[]>(
      select(
        (name) =>
          `iif(octet_length(${name}) > ${limits.cellBytes}, substr(${name}, 1, ${cut}), ${name})`
      )
    )
    .raw()
    .safeIntegers()
  let index = 0
  for (const values of statement.iterate()) {
    const row = index++
    const cells = values.map((value, at) => {
      const isJson = /^jsonb?$/i.test(columns[at]?.type ?? '')
      return toCell(value, isJson, () => wholeLengths(row, at))
    })
    if (!collector.add(cells)) break
  }
  return { rows: collector.rows, truncated: collector.truncated }
}

/** Lengths of whole values, in characters of text and bytes of blobs, read once and only if a value was cut. */
function lengthsOnDemand(database: Database, select: (of: (name: string) => string) => string) {
  let lengths: (number | null)[][] | undefined
  return (row: number, column: number): number => {
    lengths ??= database
      .prepare<[], (number | null)[]>(select((name) => `length(${name})`))
      .raw()
      .all()
    return lengths[row]?.[column] ?? 0
  }
}

function cellReader(encoder: CellEncoder, cellBytes: number) {
  return (value: Value, isJson: boolean, wholeLength: () => number): Cell => {
    if (value === null) return null
    if (typeof value === 'bigint') return encoder.integer(value)
    if (typeof value === 'number') return encoder.float(value)
    if (typeof value !== 'string') {
      return encoder.binary(value, value.length > cellBytes ? wholeLength() : value.length)
    }
    const isCut = Buffer.byteLength(value) > cellBytes
    if (isJson && (isCut || isJsonText(value))) return encoder.json(value, !isCut)
    return isCut ? encoder.text(value, wholeLength()) : encoder.text(value)
  }
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
