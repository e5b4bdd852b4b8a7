import type { Database } from 'better-sqlite3'
import type { ColumnType, PlainTypeName } from '#connectors/columnar/column_type'
import type { Column, ImportedColumn } from '#connectors/contracts'
import { quote } from '#connectors/sqlite/catalog'
import { textWriter, type ValueWriter, valueWriterFor } from '#connectors/sqlite/value_writers'

/** A column, and how its values are written. */
export interface PlannedColumn {
  imported: ImportedColumn
  writer: ValueWriter
}

/** What is read: a query's `FROM` and everything after it. */
export interface Source {
  sql: string
  parameters: string[]
}

/**
 * Decides what columns become, by what they declare. Integers, reals, texts and blobs are believed: SQLite converts
 * what is written to them where it can. Of all others every value is looked at first.
 */
export function planColumns(
  database: Database,
  source: Source,
  columns: readonly Column[],
  asText: readonly string[]
): PlannedColumn[] {
  const open = columns.filter(
    (column) => !asText.includes(column.name) && !believed(column) && declared(column)
  )
  const isTrue = open.length > 0 ? lookAt(database, source, open) : []
  return columns.map((column) => {
    if (asText.includes(column.name)) {
      return planned(column, { name: 'varchar' }, 'Kept as text, as it was asked for.')
    }
    const type = believed(column)
    if (type?.name === 'varchar') return { ...planned(column, type, null), writer: textWriter }
    if (type) return planned(column, type, null)
    const wanted = isTrue[open.indexOf(column)] ? declared(column) : null
    return wanted ? planned(column, wanted.type, null) : byValues(database, source, column)
  })
}

/** The rules of https://sqlite.org/datatype3.html#determination_of_column_affinity, in their order. */
function believed({ type }: Column): ColumnType | null {
  if (/int/i.test(type)) return { name: 'int64' }
  if (/char|clob|text/i.test(type)) return { name: 'varchar' }
  if (/blob/i.test(type)) return { name: 'blob' }
  return /real|floa|doub/i.test(type) ? { name: 'double' } : null
}

/** A type that SQLite knows nothing of, and the SQL that tells whether a value is of it. */
function declared({ type }: Column): { type: ColumnType; fits(name: string): string } | null {
  const [, precision, scale = '0'] =
    /^(?:decimal|numeric)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)$/i.exec(type) ?? []
  if (precision !== undefined) return decimalOf(Number(precision), Number(scale))
  const [word = ''] = /^\w*/.exec(type.toLowerCase()) ?? []
  return DECLARED[word] ?? null
}

const DECLARED: Record<string, { type: ColumnType; fits(name: string): string } | undefined> = {
  boolean: {
    type: { name: 'boolean' },
    fits: (name) => `typeof(${name}) = 'integer' AND ${name} IN (0, 1)`,
  },
  date: { type: { name: 'date' }, fits: isDate },
  datetime: { type: { name: 'timestamp' }, fits: isTimestamp },
  timestamp: { type: { name: 'timestamp' }, fits: isTimestamp },
  json: {
    type: { name: 'json' },
    fits: (name) => `typeof(${name}) = 'text' AND json_valid(${name})`,
  },
}
DECLARED.bool = DECLARED.boolean

const DAY = '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'
const TIME = '[0-2][0-9]:[0-5][0-9]:[0-5][0-9]'

/** Only what it looks like: a 31st of February fails later, for SQLite's own functions take longer than all the rest. */
function isDate(name: string): string {
  return `typeof(${name}) = 'text' AND ${name} GLOB '${DAY}'`
}

/** With a time to the second, and up to six decimal places. */
function isTimestamp(name: string): string {
  const places = `substr(${name}, 21)`
  return (
    `typeof(${name}) = 'text' AND ${name} GLOB '${DAY}[ T]${TIME}*' AND (length(${name}) = 19 OR ` +
    `substr(${name}, 20, 1) = '.' AND length(${places}) BETWEEN 1 AND 6 AND NOT ${places} GLOB '*[^0-9]*')`
  )
}

function decimalOf(precision: number, scale: number) {
  if (precision < 1 || precision > 38 || scale > precision) return null
  const type = { name: 'decimal' as const, precision, scale }
  // Reals have fifteen digits that count.
  const fits = (name: string) =>
    `typeof(${name}) IN ('integer', 'real') AND round(${name}, ${scale}) = ${name} AND abs(${name}) < 1e${Math.min(15, precision - scale)}`
  return { type, fits }
}

/** Whether every value of these columns is what they declare, in one pass over the rows. */
function lookAt(database: Database, source: Source, columns: readonly Column[]): boolean[] {
  const others = columns.map((column) => {
    const name = quote(column.name)
    return `${name} IS NOT NULL AND NOT (${declared(column)?.fits(name) ?? 'false'})`
  })
  return flagsOf(database, source, others).map((hasOthers) => !hasOthers)
}

/** For each condition whether there is a row for which it is true. */
function flagsOf(database: Database, { sql, parameters }: Source, conditions: string[]): boolean[] {
  const selected = conditions.map((condition) => `max(${condition})`).join(', ')
  const flags = database
    .prepare<string[], (number | null)[]>(`SELECT ${selected} ${sql}`)
    .raw()
    .get(...parameters)
  return conditions.map((_, i) => flags?.[i] === 1)
}

function byValues(database: Database, source: Source, column: Column): PlannedColumn {
  const name = kindOf(database, source, quote(column.name))
  const why =
    column.type === ''
      ? 'The column declares no type'
      : 'Not every value is what the column declares'
  const became = name === 'varchar' ? 'kept as text' : 'kept as what the values are'
  return planned(column, { name }, `${why}: ${became}.`)
}

/** What all values are; text where they are of several kinds. */
function kindOf(database: Database, source: Source, column: string): PlainTypeName {
  const kinds = ['integer', 'real', 'text', 'blob'].map((kind) => `typeof(${column}) = '${kind}'`)
  const [integers, reals, texts, blobs] = flagsOf(database, source, kinds)
  if (blobs) return integers || reals || texts ? 'varchar' : 'blob'
  if (texts) return 'varchar'
  if (reals) return 'double'
  return integers ? 'int64' : 'varchar'
}

function planned({ name, type: sourceType }: Column, type: ColumnType, note: string | null) {
  return { imported: { name, sourceType, type, note }, writer: valueWriterFor(type) }
}
