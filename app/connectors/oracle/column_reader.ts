import { type CellEncoder, SHORT_VALUE } from '#connectors/cells'
import type { Cell } from '#connectors/contracts'
import { type DeclaredType, spell } from '#connectors/oracle/declared_type'
import type { Value } from '#connectors/oracle/session'
import { shortestFloat } from '#connectors/oracle/shortest_float'

/** How a column is asked for, so that the server cuts what is too long, and how the answer becomes a cell. */
export interface ColumnReader {
  /** True when the server may have to cut: such columns share what an answer may weigh. */
  isUnbounded: boolean
  /** True when a value comes as a locator whose bytes are fetched afterwards. */
  isLocator?: boolean
  /** One expression, or two where the second is the whole length. */
  select(column: string, limit: number): string[]
  read(value: Exclude<Value, null>, encoder: CellEncoder, wholeLength: number | null): Cell
}

export function readerFor(type: DeclaredType): ColumnReader {
  if (type.name === 'XMLTYPE') return asXml
  if (type.owner !== null) return unreadable(spell(type))
  // Parentheses hold precisions: TIMESTAMP(6) WITH TIME ZONE, INTERVAL DAY(2) TO SECOND(6).
  const name = type.name.replace(/\(\d+\)/g, '')
  if (name === 'NUMBER') return type.scale === 0 ? asInteger : asDecimal
  if (TEXTS.has(name) && type.length > SHORT_VALUE) return asLongText
  return (Object.hasOwn(READERS, name) && READERS[name]) || unreadable(spell(type))
}

const asText = short((column) => column, String)

/** Texts beyond 4,000 bytes, where the database was set up for them. */
const asLongText: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) => [`substr(${column}, 1, ${limit})`, `length(${column})`],
  read: readText,
}

/** SUBSTR of a CLOB is a CLOB, and so has no limit of its own. */
const asClob: ColumnReader = asLongText

/** It can be neither cut nor measured in SQL: it is read whole. */
const asLong: ColumnReader = {
  isUnbounded: false,
  select: (column) => [column],
  read: (value, encoder) => encoder.text(String(value)),
}

const asXml: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) => {
    const text = `xmlserialize(content ${column} as clob)`
    return [`substr(${text}, 1, ${limit})`, `length(${text})`]
  },
  read: readText,
}

const asVector: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) => {
    const text = `vector_serialize(${column} returning clob)`
    return [`substr(${text}, 1, ${limit})`, `length(${text})`]
  },
  read: readText,
}

const asJson: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) => {
    const text = `json_serialize(${column} returning clob)`
    return [`substr(${text}, 1, ${limit})`, `length(${text})`]
  },
  read(value, encoder, wholeLength) {
    const text = String(value)
    return encoder.json(text, wholeLength === null || wholeLength <= text.length)
  },
}

const asBinary: ColumnReader = {
  isUnbounded: false,
  select: (column) => [column],
  read: (value, encoder) => encoder.binary(value as Buffer),
}

const asBlob: ColumnReader = {
  ...asBinary,
  isUnbounded: true,
  isLocator: true,
  read: (value, encoder, wholeLength) => encoder.binary(value as Buffer, wholeLength ?? undefined),
}

const asInteger = short(
  (column) => column,
  (text, encoder) => (/^-?\d{1,40}$/.test(text) ? encoder.integer(BigInt(text)) : text)
)

/** The driver leaves out the zero before the point. */
const asDecimal = short(
  (column) => column,
  (text) => text.replace(/^(-?)\./, '$10.')
)

const asDouble: ColumnReader = {
  ...asBinary,
  read: (value, encoder) => encoder.float(Number(value)),
}

const asFloat: ColumnReader = {
  ...asBinary,
  read: (value, encoder) => encoder.float(shortestFloat(Number(value))),
}

/** Years have a sign before the common era. Fractions have as many digits as the column. */
const DAY_AND_TIME = `SYYYY-MM-DD"T"HH24:MI:SS`
const asDate = short((column) => `to_char(${column}, '${DAY_AND_TIME}')`, isoText)
const asTimestamp = short((column) => `to_char(${column}, '${DAY_AND_TIME}.FF')`, isoText)
const asZonedTimestamp = short(
  (column) => `to_char(${column}, '${DAY_AND_TIME}.FFTZH:TZM')`,
  isoText
)
/** It is shown in the session's zone, which is UTC. */
const asInstant = short(
  (column) => `to_char(${column}, '${DAY_AND_TIME}.FF')`,
  (text) => `${isoText(text)}Z`
)
const asInterval = short((column) => `to_char(${column})`, String)
const asRowId = short((column) => `cast(${column} as varchar2(4000))`, String)
const asBoolean = short(
  (column) => `case when ${column} is null then null when ${column} then 1 else 0 end`,
  (text) => text === '1'
)

const TEXTS = new Set(['CHAR', 'VARCHAR2', 'NCHAR', 'NVARCHAR2'])

const READERS: Record<string, ColumnReader> = {
  'CHAR': asText,
  'VARCHAR2': asText,
  'NCHAR': asText,
  'NVARCHAR2': asText,
  'CLOB': asClob,
  'NCLOB': asClob,
  'LONG': asLong,
  'RAW': asBinary,
  'LONG RAW': asBinary,
  'BLOB': asBlob,
  'FLOAT': asDecimal,
  'BINARY_FLOAT': asFloat,
  'BINARY_DOUBLE': asDouble,
  'DATE': asDate,
  'TIMESTAMP': asTimestamp,
  'TIMESTAMP WITH TIME ZONE': asZonedTimestamp,
  'TIMESTAMP WITH LOCAL TIME ZONE': asInstant,
  'INTERVAL YEAR TO MONTH': asInterval,
  'INTERVAL DAY TO SECOND': asInterval,
  'ROWID': asRowId,
  'UROWID': asRowId,
  'JSON': asJson,
  'BOOLEAN': asBoolean,
  'VECTOR': asVector,
}

/** A type whose values are never long. */
function short(
  expression: (column: string) => string,
  read: (text: string, encoder: CellEncoder) => Cell
): ColumnReader {
  return {
    isUnbounded: false,
    select: (column) => [expression(column)],
    read: (value, encoder) => encoderText(read(String(value), encoder), encoder),
  }
}

/** Even what is short may be longer than somebody allows. */
function encoderText(cell: Cell, encoder: CellEncoder): Cell {
  return typeof cell === 'string' ? encoder.text(cell) : cell
}

/** Objects, references, collections, files: that there is one is told, and of which type. */
function unreadable(type: string): ColumnReader {
  return {
    isUnbounded: false,
    select: (column) => [`case when ${column} is not null then 1 end`],
    read: () => `(${type})`,
  }
}

/** Lengths of a CLOB count UTF-16 units, as JavaScript does; of other texts characters, which are fewer. */
function readText(
  value: Exclude<Value, null>,
  encoder: CellEncoder,
  wholeLength: number | null
): Cell {
  const text = String(value)
  const isCut = wholeLength !== null && wholeLength > text.length
  return isCut ? encoder.text(text, wholeLength) : encoder.text(text)
}

/** Without the blank that stands where a year before the common era has its sign, and without an empty fraction. */
function isoText(text: string): string {
  return text.trim().replace(/\.(?=$|[+-])/, '')
}
