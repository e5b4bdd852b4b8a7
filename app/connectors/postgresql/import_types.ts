import type { ColumnType, PlainTypeName, ScalarType } from '#connectors/columnar/column_type'
import type { FieldDecoder } from '#connectors/columnar/fields'
import { plainBytes } from '#connectors/columnar/text_decoders'
import * as decoders from '#connectors/postgresql/field_decoders'
import { ListDecoder } from '#connectors/postgresql/list_decoder'
import { NumericDecoder } from '#connectors/postgresql/numeric_decoder'
import type { TypeFacts } from '#connectors/postgresql/type_facts'

/** How the values of a column come, and become the dataset's. */
export interface ImportType {
  /** The column's expression, in a query that is copied out. */
  select(column: string): string
  type: ColumnType
  decoder: FieldDecoder
  note: string | null
}

/** By the type below domains. What has no like in a dataset is cast to text by the server. */
export function importTypeOf(facts: TypeFacts, asText: boolean): ImportType {
  if (facts.isText) return textOf((column) => column, null)
  if (asText) return castToText('Kept as text, as it was asked for.')
  if (facts.oid === NUMERIC) return numericOf(facts.modifier)
  if (facts.item) return listOf(facts.item)
  const same = PLAIN.get(facts.oid)
  if (same) return { ...same, select: (column) => column, note: null }
  return castToText(NOTES.get(facts.oid) ?? 'Kept as text, as the database spells it.')
}

const NUMERIC = 1700
/** Decimal digits that a dataset's decimal has at most. */
const MOST_DIGITS = 38

const PLAIN = new Map<number, { type: ScalarType; decoder: FieldDecoder }>([
  [16, plain('boolean', decoders.asBoolean)],
  [17, plain('blob', plainBytes)],
  [20, plain('int64', decoders.asInt64)],
  [21, plain('int16', decoders.asInt16)],
  [23, plain('int32', decoders.asInt32)],
  [26, plain('uint32', decoders.asInt32)],
  [114, plain('json', plainBytes)],
  [700, plain('float', decoders.asInt32)],
  [701, plain('double', decoders.asInt64)],
  [1082, plain('date', decoders.asDate)],
  [1083, plain('time', decoders.asTime)],
  [1114, plain('timestamp', decoders.asTimestamp)],
  [1184, plain('timestamptz', decoders.asTimestamp)],
  [2950, plain('uuid', decoders.asUuid)],
  [3802, plain('json', decoders.asJsonb)],
])

const NOTES = new Map([
  [790, 'Kept as text, in the currency of the server.'],
  [1186, 'Kept as text: months, days and hours of an interval are apart.'],
  [1266, 'Kept as text: a time with its own offset is no moment.'],
])

function plain(name: PlainTypeName, decoder: FieldDecoder) {
  return { type: { name }, decoder }
}

function textOf(select: ImportType['select'], note: string | null): ImportType {
  return { select, type: { name: 'varchar' }, decoder: plainBytes, note }
}

function castToText(note: string): ImportType {
  return textOf((column) => `${column}::pg_catalog.text`, note)
}

function numericOf(modifier: number): ImportType {
  const type = decimalOf(modifier)
  if (!type) {
    return castToText(
      modifier < 0
        ? 'Kept as text: numeric without a precision has no bound on its digits.'
        : `Kept as text: it may have more than ${MOST_DIGITS} digits.`
    )
  }
  const decoder = new NumericDecoder(type.precision, type.scale)
  return { select: (column) => column, type, decoder, note: null }
}

/** A numeric's modifier is 4 more than its precision, in the upper half, and its scale, of 11 bits with a sign. */
function decimalOf(modifier: number) {
  if (modifier < 4) return null
  const declared = ((modifier - 4) >> 16) & 0xffff
  const places = (((modifier - 4) & 0x7ff) ^ 1024) - 1024
  const scale = Math.max(0, places)
  // Places beyond the point may be more than digits, and places before it are digits too.
  const precision = Math.max(declared - Math.min(0, places), scale)
  return precision > MOST_DIGITS ? null : { name: 'decimal' as const, precision, scale }
}

function listOf(item: TypeFacts): ImportType {
  const { type, decoder, note, select } = importTypeOf(item, false)
  if (type.name === 'list') return castToText('Kept as text, as the database spells it.')
  const isCast = select('') !== ''
  return {
    select: (column) => (isCast ? `${column}::pg_catalog.text[]` : column),
    type: { name: 'list', of: type },
    decoder: new ListDecoder(decoder),
    note,
  }
}
