import type { ColumnType, PlainTypeName } from '#connectors/columnar/column_type'
import type { FieldDecoder } from '#connectors/columnar/fields'
import * as decoders from '#connectors/columnar/text_decoders'
import { BitDecoder, bitAsBoolean } from '#connectors/mysql/bit_decoder'
import { quote } from '#connectors/mysql/sql'
import type { MysqlColumn } from '#connectors/mysql/structure'

/** How the values of a column come, as text, and become the dataset's. */
export interface ImportType {
  /** The column's expression in the query. */
  selected: string
  type: ColumnType
  decoder: FieldDecoder
  note: string | null
}

export function importTypeOf(column: MysqlColumn, asText: boolean): ImportType {
  const { dataType, isJson } = column
  const kept = asText ? null : (keptOf(column) ?? (isJson ? kindOf('json') : null))
  const selected = SPELLED[dataType]?.(quote(column.name), asText) ?? quote(column.name)
  if (kept) return { selected, note: null, ...kept }
  const isText = !isJson && (TEXTS.has(dataType) || /text$/.test(dataType))
  const note = asText ? 'Kept as text, as it was asked for.' : NOTES[dataType]
  return {
    selected,
    type: { name: 'varchar' },
    decoder: dataType === 'bit' ? new BitDecoder(column.size) : decoders.plainBytes,
    note: isText ? null : (note ?? 'Kept as text, as the database spells it.'),
  }
}

type Kept = Pick<ImportType, 'type' | 'decoder'> & { note?: string }

const TEXTS = new Set(['char', 'varchar', 'enum', 'set'])

const NOTES: Record<string, string> = {
  bit: 'Kept as text, digit by digit.',
  decimal: 'Kept as text: it may have more than 38 digits.',
}

const GEOMETRIES = new Set([
  'geometry',
  'point',
  'linestring',
  'polygon',
  'multipoint',
  'multilinestring',
  'multipolygon',
  'geometrycollection',
  'geomcollection',
])
const BYTES = /^((tiny|medium|long)?blob|(var)?binary|vector)$/
const INTEGERS: Record<string, PlainTypeName> = {
  tinyint: 'int8',
  smallint: 'int16',
  mediumint: 'int32',
  int: 'int32',
  bigint: 'int64',
  year: 'int16',
}

/** Null for what is kept as text. */
function keptOf({ dataType, type, isJson, size }: MysqlColumn): Kept | null {
  if (isJson) return null
  const integer = INTEGERS[dataType]
  if (integer) return integerOf(integer, / unsigned/.test(type) && dataType !== 'year')
  if (dataType === 'decimal') return decimalOf(type)
  if (dataType === 'bit' && size === 1) return { type: { name: 'boolean' }, decoder: bitAsBoolean }
  if (BYTES.test(dataType)) return { type: { name: 'blob' }, decoder: decoders.plainBytes }
  if (GEOMETRIES.has(dataType)) {
    const note = 'Kept as bytes: four of the reference system, then well-known binary.'
    return { type: { name: 'blob' }, decoder: decoders.plainBytes, note }
  }
  return KINDS[dataType] ?? null
}

const KINDS: Record<string, Kept> = {
  float: { type: { name: 'float' }, decoder: decoders.textFloat },
  double: { type: { name: 'double' }, decoder: decoders.textDouble },
  date: { type: { name: 'date' }, decoder: decoders.textDate },
  time: { type: { name: 'time' }, decoder: decoders.textTime },
  datetime: { type: { name: 'timestamp' }, decoder: decoders.textTimestamp },
  timestamp: { type: { name: 'timestamptz' }, decoder: decoders.textTimestamp },
  uuid: { type: { name: 'uuid' }, decoder: decoders.textUuid },
}

/** Where the column by itself would not tell all. */
const SPELLED: Record<string, (column: string, asText: boolean) => string> = {
  // The server writes six digits of a FLOAT, and all of a double.
  float: (column) => `${column} + 0e0`,
}
for (const name of GEOMETRIES) {
  SPELLED[name] = (column, asText) => (asText ? `ST_AsText(${column})` : column)
}
for (const name of [
  'binary',
  'varbinary',
  'tinyblob',
  'blob',
  'mediumblob',
  'longblob',
  'vector',
]) {
  SPELLED[name] = (column, asText) => (asText ? `HEX(${column})` : column)
}

function kindOf(name: PlainTypeName): Kept {
  return { type: { name }, decoder: decoders.plainBytes }
}

function integerOf(name: PlainTypeName, isUnsigned: boolean): Kept {
  const type = { name: isUnsigned ? (`u${name}` as PlainTypeName) : name }
  return { type, decoder: decoders.textInteger }
}

function decimalOf(type: string): Kept | null {
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)/.exec(type) ?? []
  if (precision === undefined || Number(precision) > 38) return null
  const decimal = { precision: Number(precision), scale: Number(scale) }
  return {
    type: { name: 'decimal', ...decimal },
    decoder: new decoders.TextDecimalDecoder(decimal.precision, decimal.scale),
  }
}
