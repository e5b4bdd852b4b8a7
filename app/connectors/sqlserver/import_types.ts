import type { ColumnType } from '#connectors/columnar/column_type'
import { textMoment, textNanoseconds } from '#connectors/columnar/moment_decoders'
import {
  TextDecimalDecoder,
  textDate,
  textTime,
  textTimestamp,
  textUuid,
} from '#connectors/columnar/text_decoders'
import type { ColumnFacts } from '#connectors/sqlserver/column_reader'
import { shortestFloat } from '#connectors/sqlserver/shortest_float'
import { variantText } from '#connectors/sqlserver/variant_text'
import * as writers from '#connectors/sqlserver/value_writers'

/** How the values of a column come, and become the dataset's. */
export interface ImportType {
  /** What is selected: what the driver would round is made text by the server. */
  select(column: string): string
  type: ColumnType
  writer: writers.ValueWriter
  note: string | null
}

export function importTypeOf(facts: ColumnFacts, asText: boolean): ImportType {
  if (facts.isEncrypted) return asText ? { ...SEALED, ...HEX } : SEALED
  const kept = keptOf(facts)
  if (!asText || kept.type.name === 'varchar') return kept
  return { ...kept, ...(SPELLED[facts.type] ?? TEXT), ...(isBytes(kept) ? HEX : {}) }
}

const VARCHAR = { name: 'varchar' } as const
const asItIs = (column: string) => column
const asked = 'Kept as text, as it was asked for.'
const TEXT = { type: VARCHAR, writer: writers.asText, note: asked }
const HEX = { type: VARCHAR, writer: writers.asHex, note: asked }

/** Types whose text is not what the driver's value is as text. */
const SPELLED: Record<string, Omit<ImportType, 'select'>> = {
  bit: { ...TEXT, writer: writers.asBit },
  real: { ...TEXT, writer: floating(shortestFloat) },
  float: { ...TEXT, writer: floating((value) => value) },
}

const SEALED: ImportType = {
  select: asItIs,
  type: { name: 'blob' },
  writer: writers.asBytes,
  note: 'Kept as the bytes that its owner encrypted: only who has the key can read them.',
}

function keptOf(facts: ColumnFacts): ImportType {
  const { type, isClr, maxLength, precision, scale } = facts
  if (isClr) return CLR_TYPES[type] ?? FOREIGN
  if (type === 'decimal' || type === 'numeric') return decimal(precision, scale)
  if (type === 'time' && scale === 7) return { ...CLOCK, ...SEVEN_OF_A_TIME }
  if (type === 'datetime2' && scale === 7) return { ...MOMENT, ...NANOSECONDS }
  if (type === 'datetimeoffset' && scale === 7) return { ...MOMENT, ...SEVEN_OF_A_MOMENT }
  if (type === 'char' || type === 'varchar') return codePageText(maxLength)
  return TYPES[type] ?? text((column) => `convert(nvarchar(max), ${column})`, SPELLED_BY_SERVER)
}

const SPELLED_BY_SERVER = 'Kept as text, as the database spells it.'

/** Styles 23, 120 and 121 are ODBC canonical: as many digits of a second as the type has. */
const CLOCK = spelled((column) => `convert(varchar(16), ${column}, 121)`, 'time', textTime)
const MOMENT = spelled(
  (column) => `convert(varchar(40), ${column}, 121)`,
  'timestamp',
  textTimestamp
)

const SEVEN_OF_A_TIME = {
  type: VARCHAR,
  writer: writers.asText,
  note: 'Kept as text: a time of the dataset has six decimal places.',
}
const SEVEN_OF_A_MOMENT = {
  type: VARCHAR,
  writer: writers.asText,
  note: 'Kept as text: a moment of the dataset has six decimal places.',
}
const NANOSECONDS = {
  type: { name: 'timestamp_ns' } as const,
  writer: new writers.SpelledWriter(textNanoseconds),
}

/** A type of somebody's own assembly: its bytes are kept, its code is not run. */
const FOREIGN: ImportType = {
  select: (column) => `convert(varbinary(max), ${column})`,
  type: { name: 'blob' },
  writer: writers.asBytes,
  note: 'Kept as bytes, as the type of this database writes them.',
}

const printed = (note: string) =>
  text((column) => `convert(nvarchar(max), ${column}.ToString())`, note)
const wellKnown = 'Kept as well-known text; the number of its reference system is not in it.'

/** Types of the server's own that its CLR computes. */
const CLR_TYPES: Record<string, ImportType> = {
  hierarchyid: printed('Kept as text: the path.'),
  geometry: printed(wellKnown),
  geography: printed(wellKnown),
}

/** By name in `sys.types`; the server makes text of those that are missing. */
const TYPES: Record<string, ImportType | undefined> = {
  bit: plain('boolean', writers.asBoolean),
  tinyint: plain('uint8', writers.asInteger),
  smallint: plain('int16', writers.asInteger),
  int: plain('int32', writers.asInteger),
  bigint: plain('int64', writers.asInteger),
  money: money(19),
  smallmoney: money(10),
  real: plain('float', writers.asFloat),
  float: plain('double', writers.asDouble),
  date: spelled((column) => `convert(varchar(10), ${column}, 23)`, 'date', textDate),
  time: CLOCK,
  smalldatetime: {
    ...MOMENT,
    select: (column) => `convert(varchar(40), ${column}, 120)`,
  },
  datetime: MOMENT,
  datetime2: MOMENT,
  datetimeoffset: {
    ...MOMENT,
    type: { name: 'timestamptz' },
    writer: new writers.SpelledWriter(textMoment),
    note: 'Kept as the moment in UTC; how far its clock was ahead is not kept.',
  },
  uniqueidentifier: spelled(asItIs, 'uuid', textUuid),
  timestamp: plain('blob', writers.asBytes),
  binary: plain('blob', writers.asBytes),
  varbinary: plain('blob', writers.asBytes),
  image: {
    ...plain('blob', writers.asBytes),
    select: (column) => `convert(varbinary(max), ${column})`,
  },
  nchar: text(asItIs),
  nvarchar: text(asItIs),
  text: text((column) => `convert(nvarchar(max), convert(varchar(max), ${column}))`),
  ntext: text((column) => `convert(nvarchar(max), ${column})`),
  xml: text(
    (column) => `convert(nvarchar(max), ${column})`,
    'Kept as text, as the database writes XML.'
  ),
  json: {
    ...text((column) => `convert(nvarchar(max), ${column})`),
    type: { name: 'json' },
  },
  sql_variant: text(variantText, 'Kept as text: each of its values has a type of its own.'),
}

/** By the shortest digits that are this number. */
function floating(shortest: (value: number) => number): writers.ValueWriter {
  const spell = (value: number) => (Object.is(value, -0) ? '-0' : String(shortest(value)))
  return {
    write: (value, writer, row) => writers.asText.write(spell(Number(value)), writer, row),
  }
}

/** By the server, which knows all its code pages: a byte makes one unit of UTF-16 at most. */
function codePageText(maxLength: number): ImportType {
  const length = maxLength > 0 && maxLength <= 4_000 ? maxLength : 'max'
  return text((column) => `convert(nvarchar(${length}), ${column})`)
}

function text(select: ImportType['select'], note: string | null = null): ImportType {
  return { select, type: VARCHAR, writer: writers.asText, note }
}

type PlainName = Exclude<ColumnType['name'], 'decimal' | 'list'>

function plain(name: PlainName, writer: writers.ValueWriter): ImportType {
  return { select: asItIs, type: { name }, writer, note: null }
}

function spelled(
  select: ImportType['select'],
  name: PlainName,
  decoder: ConstructorParameters<typeof writers.SpelledWriter>[0]
): ImportType {
  return { select, type: { name }, writer: new writers.SpelledWriter(decoder), note: null }
}

/** Digits by the server: the driver makes doubles of them. */
function decimal(precision: number, scale: number): ImportType {
  return {
    select: (column) => `convert(varchar(42), ${column})`,
    type: { name: 'decimal', precision, scale },
    writer: new writers.SpelledWriter(new TextDecimalDecoder(precision, scale)),
    note: null,
  }
}

/** Style 2 shows all four decimal places. */
function money(precision: number): ImportType {
  return { ...decimal(precision, 4), select: (column) => `convert(varchar(42), ${column}, 2)` }
}

function isBytes({ type }: ImportType): boolean {
  return type.name === 'blob'
}
