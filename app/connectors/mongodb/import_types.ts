import type { ColumnType } from '#connectors/columnar/column_type'
import type { ImportedColumn } from '#connectors/contracts'
import type { MongodbColumn } from '#connectors/mongodb/inference'
import type { ValueType } from '#connectors/mongodb/shape'
import * as writers from '#connectors/mongodb/value_writers'
import type { ValueWriter } from '#connectors/mongodb/value_writers'

/** A column, and how its values are written. */
export interface PlannedColumn {
  imported: ImportedColumn
  writer: ValueWriter
}

interface Kind {
  type: ColumnType
  writer: ValueWriter
  note: string | null
}

/**
 * Decides what a column becomes, by the types of the values that the sample has of it: the narrowest type that holds
 * them all as they are, and JSON where there is none. Why, and what else there was: ADR 0020.
 */
export function planColumn(column: MongodbColumn, isText: boolean): PlannedColumn {
  const { type, writer, note } = isText ? ANYTHING : kindOf(column.types)
  return { imported: { name: column.name, sourceType: column.type, type, note }, writer }
}

/** The last column of what is imported whole: whatever documents have beside the others. */
export function restColumn(
  others: readonly MongodbColumn[],
  asText: ReadonlySet<string>
): ImportedColumn {
  const names = new Set(others.map(({ name }) => name.toLowerCase()))
  let name = 'other_fields'
  while (names.has(name)) name += '_'
  return {
    name,
    sourceType: 'object',
    type: { name: asText.has(name) ? 'varchar' : 'json' },
    note: 'Whatever a document has beside the other columns, as Extended JSON.',
  }
}

function kindOf(types: readonly ValueType[]): Kind {
  if (types.length === 0) return json('The sample has no value of it: kept as Extended JSON.')
  const [, kind] = KINDS.find(([held]) => types.every((type) => held.includes(type))) ?? []
  if (kind) return kind(types)
  return json(
    types.length > 1
      ? 'Values of several types: each is kept as Extended JSON.'
      : 'Kept as Extended JSON.'
  )
}

/** The first that holds all types that were seen. */
const KINDS: [held: readonly ValueType[], kind: (types: readonly ValueType[]) => Kind][] = [
  [['int', 'long'], () => ({ type: { name: 'int64' }, writer: writers.asInteger, note: null })],
  [['int', 'long', 'double'], double],
  [['int', 'long', 'double', 'decimal'], numberText],
  [['string'], () => text(writers.asText, null)],
  [['string', 'symbol'], () => text(writers.asText, 'Symbols are kept as text.')],
  [['bool'], () => ({ type: { name: 'boolean' }, writer: writers.asBoolean, note: null })],
  [['date'], () => ({ type: { name: 'timestamptz' }, writer: writers.asMoment, note: null })],
  [['objectId'], () => text(writers.asObjectId, 'Kept as text, by its 24 hexadecimal digits.')],
  [['uuid'], () => ({ type: { name: 'uuid' }, writer: writers.asUuid, note: null })],
  [['uuid', 'binData'], bytes],
]

function double(types: readonly ValueType[]): Kind {
  const isMixed = types.length > 1
  const note = isMixed ? 'Whole numbers among them are kept as floating point, exactly.' : null
  return { type: { name: 'double' }, writer: writers.asDouble, note }
}

function numberText(types: readonly ValueType[]): Kind {
  const note =
    types.length > 1
      ? 'Numbers of several types: kept as text, digit by digit.'
      : 'Kept as text, digit by digit: the point may stand anywhere.'
  return text(writers.asNumberText, note)
}

function bytes(): Kind {
  const note = 'Kept as bytes, without the number of their kind.'
  return { type: { name: 'blob' }, writer: writers.asBytes, note }
}

function text(writer: ValueWriter, note: string | null): Kind {
  return { type: { name: 'varchar' }, writer, note }
}

function json(note: string): Kind {
  return { type: { name: 'json' }, writer: writers.asJson, note }
}

const ANYTHING = text(writers.asAnything, 'Kept as text, as it was asked for.')
