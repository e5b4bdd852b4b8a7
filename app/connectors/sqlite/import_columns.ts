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
  const isOpen = (column: Column) => !asText.includes(column.name) && believed(column) === null
  const open = columns.filter(isOpen)
  const answers = open.length > 0 ? lookAt(database, source, open) : []
  return columns.map((column) => {
    if (asText.includes(column.name)) {
      return planned(column, { name: 'varchar' }, 'Kept as text, as it was asked for.')
    }
    const type = believed(column)
    if (type?.name === 'varchar') return { ...planned(column, type, null), writer: textWriter }
    return type ? planned(column, type, null) : byValues(column, answers[open.indexOf(column)])
  })
}

/** What the values of a column are; 1 where there is one of that kind. */
interface Answer {
  integers: number
  reals: number
  texts: number
  blobs: number
  /** Values that are none of what the column declares. */
  others: number
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

function isDate(name: string): string {
  return `typeof(${name}) = 'text' AND length(${name}) = 10 AND date(${name}) IS ${name}`
}

/** With a time to the second, and up to six decimal places. */
function isTimestamp(name: string): string {
  const places = `substr(${name}, 21)`
  return (
    `typeof(${name}) = 'text' AND datetime(substr(${name}, 1, 19)) IS replace(substr(${name}, 1, 19), 'T', ' ') ` +
    `AND (length(${name}) = 19 OR substr(${name}, 20, 1) = '.' AND length(${places}) BETWEEN 1 AND 6 AND NOT ${places} GLOB '*[^0-9]*')`
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

/** One pass over the rows. */
function lookAt(database: Database, source: Source, columns: readonly Column[]): Answer[] {
  const selected = columns.flatMap((column) => {
    const name = quote(column.name)
    const { fits } = declared(column) ?? { fits: () => 'true' }
    const kinds = ['integer', 'real', 'text', 'blob'].map((kind) => `typeof(${name}) = '${kind}'`)
    return [...kinds, `${name} IS NOT NULL AND NOT (${fits(name)})`].map((is) => `max(${is})`)
  })
  const answer = database
    .prepare<string[], (number | null)[]>(`SELECT ${selected.join(', ')} ${source.sql}`)
    .raw()
    .get(...source.parameters)
  return columns.map((_, i) => {
    const [integers, reals, texts, blobs, others] = (answer ?? [])
      .slice(i * 5, i * 5 + 5)
      .map((flag) => flag ?? 0)
    return {
      integers: integers ?? 0,
      reals: reals ?? 0,
      texts: texts ?? 0,
      blobs: blobs ?? 0,
      others: others ?? 0,
    }
  })
}

function byValues(column: Column, answer: Answer | undefined): PlannedColumn {
  const wanted = declared(column)
  if (!answer) return planned(column, { name: 'varchar' }, null)
  if (wanted && answer.others === 0) return planned(column, wanted.type, null)
  const name = kindOf(answer)
  const spelled =
    column.type === ''
      ? 'The column declares no type'
      : 'Not every value is what the column declares'
  const became = name === 'varchar' ? 'kept as text' : `kept as what the values are`
  return planned(column, { name }, `${spelled}: ${became}.`)
}

/** What all values are; text where they are of several kinds. */
function kindOf({ integers, reals, texts, blobs }: Answer): PlainTypeName {
  if (texts + blobs === 0 && integers + reals > 0) return reals ? 'double' : 'int64'
  return blobs && integers + reals + texts === 0 ? 'blob' : 'varchar'
}

function planned({ name, type: sourceType }: Column, type: ColumnType, note: string | null) {
  return { imported: { name, sourceType, type, note }, writer: valueWriterFor(type) }
}
