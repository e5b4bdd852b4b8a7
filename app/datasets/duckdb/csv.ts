import type { DuckDBConnection } from '@duckdb/node-api'
import { columnsOf } from '#datasets/duckdb/columns'
import { isList, listItems } from '#datasets/duckdb/preview'
import { identifier, rowsOf } from '#datasets/duckdb/sql'
import type { PreviewColumn } from '#datasets/reader_channel'

/** About how many characters are handed on at once. */
const PIECE = 256 * 1024

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/
const FORMULA_SQL = `('=', '+', '-', '@', chr(9), chr(13))`

/** Numbers begin like that too, and are none. */
const NUMBER = '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?'

/**
 * The rows of files as CSV (RFC 4180, UTF-8), piece by piece. NULL is nothing, an empty text is `""`; times are in UTC,
 * bytes in hex, lists in JSON. A text that a spreadsheet would take for a formula begins with `'`, unless it is a number.
 */
export async function* csvOf(
  connection: DuckDBConnection,
  files: readonly string[]
): AsyncGenerator<string, void> {
  const rows = rowsOf(files)
  const columns = await columnsOf(connection, rows)
  let piece = `${columns.map(({ name }) => quoted(harmless(name))).join()}\r\n`
  const fields = columns.map(fieldOf).join(` || ',' || `)
  const result = await connection.stream(`SELECT ${fields} FROM ${rows}`)
  for await (const chunk of result) {
    for (const line of chunk.getColumnValues(0)) {
      piece += `${String(line)}\r\n`
      if (piece.length < PIECE) continue
      yield piece
      piece = ''
    }
  }
  if (piece !== '') yield piece
}

function fieldOf({ name, type }: PreviewColumn): string {
  const column = identifier(name)
  if (type === 'VARCHAR' || type === 'JSON') return quotedSql(harmlessSql(`${column}::VARCHAR`))
  if (type === 'BLOB') return `coalesce(hex(${column}), '')`
  if (isList(type)) return quotedSql(`to_json(${listItems(column, type)})::VARCHAR`)
  return `coalesce(${column}::VARCHAR, '')`
}

function harmlessSql(text: string): string {
  const isFormula = `left(${text}, 1) IN ${FORMULA_SQL} AND NOT regexp_full_match(${text}, '${NUMBER}')`
  return `CASE WHEN ${isFormula} THEN '''' || ${text} ELSE ${text} END`
}

function quotedSql(text: string): string {
  const needsQuotes = `regexp_matches(t, '^$|^ | $|[",\\r\\n]')`
  const inQuotes = `'"' || replace(t, '"', '""') || '"'`
  const field = `CASE WHEN ${needsQuotes} THEN ${inQuotes} ELSE t END`
  return `coalesce(list_transform([${text}], t -> ${field})[1], '')`
}

function harmless(name: string): string {
  const isFormula = FORMULA.test(name) && !new RegExp(`^${NUMBER}$`).test(name)
  return isFormula ? `'${name}` : name
}

function quoted(text: string): string {
  return /^$|^ | $|[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
