import type { ColumnType } from '#connectors/columnar/column_type'
import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import type { VariableWriter } from '#connectors/columnar/variable_writer'
import type { DeclaredType } from '#connectors/oracle/declared_type'
import { lobColumn, serializedColumn, type Source } from '#connectors/oracle/import_sources'
import * as values from '#connectors/oracle/value_writers'
import type { ImportedValue, WritesValues } from '#connectors/oracle/value_writers'
import { NumberWriter } from '#connectors/oracle/number_writer'
import { writeNanoseconds, writeTimestamp } from '#connectors/oracle/moment_writers'
import { quote } from '#connectors/oracle/sql'

/** How the values of a column are asked for, and become the dataset's. */
export interface ImportType extends Source, WritesValues {
  type: ColumnType
  note: string | null
}

/** @param name of the column, as the database listed it */
export function importTypeOf(name: string, type: DeclaredType, asText: boolean): ImportType {
  const column = quote(name)
  const kind = kindOf(type)
  const plain = kind === null ? null : PLAIN[kind]?.(column, type)
  if (!plain) return unreadable(column, type)
  if (plain.type.name === 'varchar' || !asText) return plain
  const note = 'Kept as text, as it was asked for.'
  return { ...plain, ...plain.spelled, type: { name: 'varchar' }, note }
}

/** What a column becomes by itself; `spelled` is what differs when it is kept as text. */
interface Plain extends ImportType {
  spelled?: Partial<Source> & WritesValues
}

const MOST_DIGITS = 38
/** Of an int64 that any number of so many digits fits. */
const MOST_INTEGER_DIGITS = 18
/** Binary digits below which a FLOAT has at most 15 decimal ones, which a double keeps. */
const MOST_FLOAT_BITS = 49
const MICROSECONDS = 6

/** The type's name without precisions, such as TIMESTAMP WITH TIME ZONE; null for types that somebody made. */
function kindOf({ name, owner }: DeclaredType): string | null {
  if (owner !== null && name !== 'XMLTYPE') return null
  return name.replace(/\(\d+\)/g, '')
}

const AS_SPELLED = 'Kept as text, as the database spells it.'
const DAY_AND_TIME = 'SYYYY-MM-DD HH24:MI:SS'
const TO_SECONDS = `'${DAY_AND_TIME}'`
const TO_FRACTIONS = `'${DAY_AND_TIME}.FF'`
const WITH_ZONE = `'${DAY_AND_TIME}.FF TZH:TZM'`

const PLAIN: Record<string, (column: string, type: DeclaredType) => Plain> = {
  'NUMBER': numberColumn,
  'FLOAT': floatColumn,
  'BINARY_FLOAT': (column) => ({
    ...fixed([column], { name: 'float' }, values.asFloat),
    spelled: { write: values.asFloatText },
  }),
  'BINARY_DOUBLE': (column) => ({
    ...fixed([column], { name: 'double' }, values.asDouble),
    spelled: { write: values.asText },
  }),
  'DATE': (column) => ({
    ...fixed([`to_char(${column}, ${TO_SECONDS})`], { name: 'timestamp' }, writeTimestamp),
    spelled: { write: values.asTrimmedText },
  }),
  'TIMESTAMP': timestampColumn,
  'TIMESTAMP WITH TIME ZONE': (column, type) =>
    momentColumn(column, `sys_extract_utc(${column})`, type, ZONE_NOTE),
  'TIMESTAMP WITH LOCAL TIME ZONE': (column, type) => momentColumn(column, column, type, null),
  'INTERVAL YEAR TO MONTH': (column) => textColumn(`to_char(${column})`, INTERVAL_NOTE),
  'INTERVAL DAY TO SECOND': (column) => textColumn(`to_char(${column})`, INTERVAL_NOTE),
  'CHAR': shortText,
  'VARCHAR2': shortText,
  'NCHAR': shortText,
  'NVARCHAR2': shortText,
  'ROWID': (column) => textColumn(`cast(${column} as varchar2(4000))`, AS_SPELLED),
  'UROWID': (column) => textColumn(`cast(${column} as varchar2(4000))`, AS_SPELLED),
  'BOOLEAN': (column) => ({
    ...fixed(
      [`case when ${column} is null then null when ${column} then 1 else 0 end`],
      { name: 'boolean' },
      values.asBoolean
    ),
    spelled: { write: values.asBooleanText },
  }),
  'RAW': (column, { length }) => bytes({ selected: [column], width: length, isWhole: false }),
  'LONG RAW': (column) => bytes({ selected: [column], width: 0, isWhole: true }),
  'LONG': (column) => texts({ selected: [column], width: 0, isWhole: true }, null),
  'BLOB': (column) => bytes(lobColumn(column, 'blob')),
  'CLOB': (column) => texts(lobColumn(column, 'clob'), null),
  'NCLOB': (column) => texts(lobColumn(column, 'nclob'), null),
  'XMLTYPE': (column) =>
    texts(serializedColumn(`xmlserialize(content ${column} as clob)`), 'Kept as text, as XML.'),
  'VECTOR': (column) =>
    texts(serializedColumn(`vector_serialize(${column} returning clob)`), AS_SPELLED),
  'JSON': (column) => ({
    ...texts(serializedColumn(`json_serialize(${column} returning clob error on error)`), null),
    type: { name: 'json' },
    spelled: { write: values.asText },
  }),
}

const ZONE_NOTE = 'Kept as the moment, in UTC: the zone of each value is not kept.'
const INTERVAL_NOTE = 'Kept as text: months, days and seconds of an interval are apart.'

/** Bytes that a value of a type without a length takes, at most. */
const SHORT = 64

function fixed(selected: string[], type: ColumnType, write: WritesValues['write']): ImportType {
  return { selected, width: SHORT, isWhole: false, type, write, note: null }
}

function textColumn(expression: string, note: string | null): Plain {
  return { ...fixed([expression], { name: 'varchar' }, values.asText), note }
}

function shortText(column: string, { length, characters }: DeclaredType): Plain {
  return { ...textColumn(column, null), width: Math.max(length, characters, SHORT) }
}

function texts(source: Source, note: string | null): Plain {
  return { ...source, type: { name: 'varchar' }, write: values.asText, note }
}

function bytes(source: Source): Plain {
  return {
    ...source,
    type: { name: 'blob' },
    write: values.asBytes,
    note: null,
    spelled: { write: values.asHex },
  }
}

function numberColumn(column: string, { precision, scale }: DeclaredType): Plain {
  const type = numberType(precision, scale)
  if (!type) {
    const note =
      precision === null
        ? 'Kept as text: NUMBER without a precision has no bound on its places.'
        : `Kept as text: it may have more than ${MOST_DIGITS} digits.`
    return { ...textColumn(column, note), write: values.asNumberText }
  }
  const places = type.name === 'decimal' ? type.scale : 0
  const digits = type.name === 'decimal' ? type.precision : MOST_INTEGER_DIGITS
  const writer = new NumberWriter(digits, places)
  return {
    ...fixed([column], type, (value: ImportedValue, target: FixedWriter, row: number) =>
      writer.write(String(value), target, row)
    ),
    spelled: { write: values.asNumberText },
  }
}

/** INTEGER says a scale and no precision; a scale below zero stands for zeros before the point. */
function numberType(precision: number | null, scale: number | null) {
  if (precision === null && scale !== 0) return null
  const places = Math.max(0, scale ?? 0)
  const digits = Math.max((precision ?? MOST_DIGITS) - Math.min(0, scale ?? 0), places)
  if (digits > MOST_DIGITS) return null
  if (places === 0 && digits <= MOST_INTEGER_DIGITS) return { name: 'int64' } as const
  return { name: 'decimal', precision: digits, scale: places } as const
}

function floatColumn(column: string, { precision }: DeclaredType): Plain {
  const spelled = { write: values.asNumberText }
  if ((precision ?? 126) <= MOST_FLOAT_BITS) {
    return { ...fixed([column], { name: 'double' }, values.asDouble), spelled }
  }
  const note = 'Kept as text: it has more digits than a double holds.'
  return { ...textColumn(column, note), ...spelled }
}

function timestampColumn(column: string, type: DeclaredType): Plain {
  const selected = [`to_char(${column}, ${TO_FRACTIONS})`]
  const spelled = { write: values.asTrimmedText }
  return decimalPlaces(type) > MICROSECONDS
    ? { ...fixed(selected, { name: 'timestamp_ns' }, writeNanoseconds), spelled }
    : { ...fixed(selected, { name: 'timestamp' }, writeTimestamp), spelled }
}

/** The session's zone is UTC, so that what is local is shown in it. */
function momentColumn(
  column: string,
  inUtc: string,
  type: DeclaredType,
  note: string | null
): Plain {
  const selected = [`to_char(${column}, ${WITH_ZONE})`]
  if (decimalPlaces(type) > MICROSECONDS) {
    const why = 'Kept as text: a moment in a dataset has six decimal places.'
    return { ...fixed(selected, { name: 'varchar' }, values.asTrimmedText), note: why }
  }
  return {
    ...fixed([`to_char(${inUtc}, ${TO_FRACTIONS})`], { name: 'timestamptz' }, writeTimestamp),
    note,
    spelled: { selected, write: values.asTrimmedText },
  }
}

function decimalPlaces({ name }: DeclaredType): number {
  return Number(/\((\d+)\)/.exec(name)?.[1] ?? MICROSECONDS)
}

/** Objects, collections, references, files: that there is one is told, and of which type. */
function unreadable(column: string, { name, owner }: DeclaredType): ImportType {
  const type = owner === null ? name : `${owner}.${name}`
  const told = `(${type})`
  return {
    ...fixed(
      [`case when ${column} is not null then 1 end`],
      { name: 'varchar' },
      (_: ImportedValue, writer: VariableWriter, row: number) => writer.text(row, told)
    ),
    note: 'Not imported: values of this type cannot be read. Where there is one, its type stands.',
  }
}
