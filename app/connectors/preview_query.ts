import { cellLengthFor } from '#connectors/cells'
import type { Cell, Column, Limits, TableRef } from '#connectors/contracts'

/** A column as engines of SQL keep it. */
export interface ReadableColumn extends Column {
  /** Its place in the primary key, from 1; absent where the order of the columns is that of the key. */
  keyPosition?: number | null
  reader: {
    /** True when the server may have to cut: such columns share what an answer may weigh. */
    isUnbounded: boolean
    /** One expression, or several where others tell of the whole value. */
    select(column: string, limit: number): string | string[]
  }
}

export interface PreviewParts {
  selected: string
  /** How many expressions that are. */
  width: number
  /** What to order by: the primary key, since without an order no two answers need be the same. Empty without one. */
  key: string
  /** How much of a long value is asked for, in characters, or bytes of binaries. */
  cellLength: number
}

/** What is the same in every SQL that asks for the first rows of a table. */
export function previewParts(
  columns: readonly ReadableColumn[],
  limits: Limits,
  quote: (name: string) => string
): PreviewParts {
  const longColumns = columns.filter(({ reader }) => reader.isUnbounded)
  const cellLength = cellLengthFor(longColumns.length, limits)
  const selected = columns.flatMap(({ name, reader }) => reader.select(quote(name), cellLength))
  const key = columns
    .filter(({ primaryKey }) => primaryKey)
    .sort((a, b) => (a.keyPosition ?? 0) - (b.keyPosition ?? 0))
  return {
    // A view that cannot be read has no columns in some catalogs; asking for its rows tells why.
    selected: selected.join(', ') || '1',
    width: Math.max(1, selected.length),
    key: key.map(({ name }) => quote(name)).join(', '),
    cellLength,
  }
}

/** A row whose long values are each followed by their whole length. */
export function cellsOf<Value, C extends ReadableColumn>(
  row: readonly (Value | null)[],
  columns: readonly C[],
  read: (reader: C['reader'], value: Value, wholeLength: Value | null) => Cell
): Cell[] {
  let at = 0
  return columns.map(({ reader }) => {
    const value = row[at++] ?? null
    const wholeLength = reader.isUnbounded ? (row[at++] ?? null) : null
    return value === null ? null : read(reader, value, wholeLength)
  })
}

/** A table's name in SQL, with its schema where there is one. */
export function tableName({ schema, name }: TableRef, quote: (name: string) => string): string {
  return schema === null ? quote(name) : `${quote(schema)}.${quote(name)}`
}

/** A name as the SQL standard quotes it, whatever it holds. */
export function inDoubleQuotes(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
