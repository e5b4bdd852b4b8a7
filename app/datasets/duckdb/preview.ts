import type { DuckDBConnection } from '@duckdb/node-api'
import { CellEncoder, RowCollector } from '#connectors/cells'
import type { Cell } from '#connectors/contracts'
import { isoYear } from '#connectors/iso_year'
import { columnsOf } from '#datasets/duckdb/columns'
import { identifier, rowsOf } from '#datasets/duckdb/sql'
import type { PreviewColumn, PreviewLimits, ReaderAnswers } from '#datasets/reader_channel'

/** A value as text, cut by DuckDB, and how long it is whole. */
interface Value {
  text: string
  whole: number
}

/** The first rows of files. */
export async function preview(
  connection: DuckDBConnection,
  files: readonly string[],
  limits: PreviewLimits
): Promise<ReaderAnswers['preview']> {
  const rows = rowsOf(files)
  const columns = await columnsOf(connection, rows)
  const selected = columns.flatMap((column) => selectedOf(column, limits.cellBytes))
  const encoder = new CellEncoder(limits)
  const collector = new RowCollector(limits)
  // One more tells whether there are more.
  const reader = await connection.stream(
    `SELECT ${selected.join(', ')} FROM ${rows} LIMIT ${limits.rows + 1}`
  )
  for await (const chunk of reader) {
    for (const row of chunk.getRows()) {
      const cells = columns.map(({ type }, at) => {
        const text = row[at * 2]
        if (typeof text !== 'string') return null
        return cellOf(type, { text, whole: Number(row[at * 2 + 1]) }, encoder)
      })
      if (!collector.add(cells)) return { columns, ...answer(collector) }
    }
  }
  return { columns, ...answer(collector) }
}

function answer({ rows, truncated }: RowCollector) {
  return { rows, truncated }
}

/** Every value as text, and its length; no more of it leaves DuckDB than a cell takes. */
function selectedOf({ name, type }: PreviewColumn, bytes: number): string[] {
  const column = identifier(name)
  if (type === 'BLOB') {
    const cut = `array_slice(${column}, 1, ${bytes})`
    return [`base64(${cut})`, `octet_length(${column})`]
  }
  const text = isList(type) ? `to_json(${listItems(column, type)})::VARCHAR` : `${column}::VARCHAR`
  return [`left(${text}, ${bytes})`, `length(${text})`]
}

/** JSON has no bytes. */
export function listItems(column: string, type: string): string {
  return type === 'BLOB[]' ? `list_transform(${column}, x -> hex(x))` : column
}

export function isList(type: string): boolean {
  return type.endsWith('[]')
}

function cellOf(type: string, { text, whole }: Value, encoder: CellEncoder): Cell {
  if (type === 'BOOLEAN') return text === 'true'
  if (/^U?(TINYINT|SMALLINT|INTEGER)$/.test(type)) return Number(text)
  if (type === 'FLOAT' || type === 'DOUBLE') return encoder.float(numberOf(text))
  if (type === 'BLOB') return encoder.binary(Buffer.from(text, 'base64'), whole)
  if (type === 'JSON' || isList(type)) return encoder.json(text, [...text].length === whole)
  if (type === 'VARCHAR') return textCell(text, whole, encoder)
  return /^(DATE|TIMESTAMP)/.test(type) ? isoMoment(text) : text
}

function textCell(text: string, whole: number, encoder: CellEncoder): Cell {
  return [...text].length === whole ? encoder.text(text) : encoder.text(text, whole)
}

function numberOf(text: string): number {
  if (text === 'nan') return Number.NaN
  return text.endsWith('inf') ? Number(text.replace('inf', 'Infinity')) : Number(text)
}

const MOMENT = /^(\d{4,})-(\d\d)-(\d\d)( \(BC\))?(?: (\d\d:\d\d:\d\d(?:\.\d+)?))?(\+00)?$/

/** A date or timestamp as DuckDB writes it, in UTC, in ISO 8601; `infinity` stays as it is. */
function isoMoment(text: string): string {
  const match = MOMENT.exec(text)
  if (!match) return text
  const [, year = '', month, day, bc, time, utc] = match
  const date = `${isoYear(bc ? 1 - Number(year) : Number(year))}-${month}-${day}`
  return time ? `${date}T${time}${utc ? 'Z' : ''}` : date
}
