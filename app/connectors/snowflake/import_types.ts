import type { ColumnType, PlainTypeName } from '#connectors/columnar/column_type'
import type { FieldDecoder } from '#connectors/columnar/fields'
import { plainBytes, TextDecimalDecoder, textInteger } from '#connectors/columnar/text_decoders'
import type { Column } from '#connectors/contracts'
import { asBoolean, asBytes, asDouble } from '#connectors/snowflake/field_decoders'
import { SecondsDecoder } from '#connectors/snowflake/seconds_decoder'
import { spellingOf } from '#connectors/snowflake/spelling'
import { quote } from '#connectors/snowflake/sql'
import { typeNameOf } from '#connectors/snowflake/type_name'

/** How the values of a column come, and become the dataset's. */
export interface ImportType {
  /** The column's expression in the query. */
  selected: string
  type: ColumnType
  decoder: FieldDecoder
  note: string | null
}

/** What is asked for as it is comes as results in JSON spell it; all else is written as text by the server. */
export function importTypeOf({ name, type }: Column, isAskedAsText: boolean): ImportType {
  const { name: kind, details } = typeNameOf(type)
  const column = quote(name)
  const spelled = spellingOf(type)(column)
  if (kind === 'VARCHAR') return textOf(spelled, null)
  if (isAskedAsText) return textOf(spelled, 'Kept as text, as it was asked for.')
  const note = NOTES[kind]
  if (JSON_TYPES.has(kind)) return { ...textOf(spelled, note ?? null), type: { name: 'json' } }
  const kept = KEPT[kind]?.(details)
  if (kept) return { ...kept, selected: column, note: note ?? null }
  return textOf(spelled, note ?? 'Kept as text, as the database spells it.')
}

const JSON_TYPES = new Set(['VARIANT', 'OBJECT', 'ARRAY', 'MAP', 'VECTOR'])

const NOTES: Record<string, string> = {
  TIMESTAMP_TZ: 'Kept as a moment in UTC, without the offset that is stored beside it.',
  VARIANT: 'Kept as JSON: what JSON has no word for, such as a date, is text in it.',
  OBJECT: 'Kept as JSON: what JSON has no word for, such as a date, is text in it.',
  ARRAY: 'Kept as JSON: what JSON has no word for, such as a date, is text in it.',
  MAP: 'Kept as JSON: what JSON has no word for, such as a date, is text in it.',
  VECTOR: 'Kept as JSON: an array of its numbers.',
  GEOGRAPHY: 'Kept as text: well-known text.',
  GEOMETRY: 'Kept as text: well-known text, with its reference system.',
}

type Kept = Pick<ImportType, 'type' | 'decoder'>

/** Digits that an integer of 64 bits always holds. */
const DIGITS_OF_INT64 = 18

const KEPT: Record<string, (details: string) => Kept> = {
  NUMBER: numberOf,
  FLOAT: () => plain('double', asDouble),
  BOOLEAN: () => plain('boolean', asBoolean),
  BINARY: () => plain('blob', asBytes),
  // Days since 1970.
  DATE: () => plain('date', textInteger),
  TIME: () => plain('time', new SecondsDecoder('time')),
  TIMESTAMP_NTZ: () => plain('timestamp', new SecondsDecoder('timestamp')),
  TIMESTAMP_LTZ: () => plain('timestamptz', new SecondsDecoder('timestamp')),
  TIMESTAMP_TZ: () => plain('timestamptz', new SecondsDecoder('zoned')),
}

function numberOf(details: string): Kept {
  const [precision = 38, scale = 0] = details === '' ? [] : details.split(',').map(Number)
  const decoder = new TextDecimalDecoder(precision, scale)
  const isInteger = scale === 0 && precision <= DIGITS_OF_INT64
  return { type: isInteger ? { name: 'int64' } : { name: 'decimal', precision, scale }, decoder }
}

function plain(name: PlainTypeName, decoder: FieldDecoder): Kept {
  return { type: { name }, decoder }
}

function textOf(selected: string, note: string | null): ImportType {
  return { selected, type: { name: 'varchar' }, decoder: plainBytes, note }
}
