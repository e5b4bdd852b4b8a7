import { BSONSymbol, BSON, Decimal128, Double, Long, ObjectId, UUID } from 'mongodb'
import { ConnectorError } from '#connectors/connector_error'
import type { RowFilter } from '#connectors/contracts'
import type { MongodbColumn } from '#connectors/mongodb/inference'
import type { ValueType } from '#connectors/mongodb/shape'
import { printable } from '#connectors/whereabouts'

/** A condition of a `find`; maps, because a name may be any. */
export type Condition = Map<string, unknown>

/**
 * What documents must fulfil; null for all of them. MongoDB compares a value only with those of its own type: a filter's
 * text is read as each type that the column has, so that an id is found whether it is a number, a text or an ObjectId.
 *
 * @throws ConnectorError `bad_config` for what is no value of any of the column's types
 */
export function conditionsOf(
  filters: readonly { column: MongodbColumn; filter: RowFilter }[]
): Condition | null {
  if (filters.length === 0) return null
  return new Map([['$and', filters.map(({ column, filter }) => conditionOf(column, filter))]])
}

function conditionOf(column: MongodbColumn, filter: RowFilter): Condition {
  const { name } = column
  if (name === '' || name.includes('.') || name.startsWith('$')) throw notByName(name)
  // Also where the sample had none: the next document may.
  const hasArrays = name !== '_id'
  if (!('value' in filter)) {
    return filter.operator === 'is_null'
      ? butNoArray([on(name, { $eq: null })], name, hasArrays)
      : orArray(name, { $ne: null }, hasArrays)
  }
  const values = valuesOf(column, filter.value)
  if (filter.operator === 'not_equals') {
    return orArray(name, { $nin: [...values.flat(), null] }, hasArrays)
  }
  if (filter.operator === 'equals') {
    return butNoArray([on(name, { $in: values.flat() })], name, hasArrays)
  }
  const operator = COMPARISONS[filter.operator]
  const either = values.map(([value]) => on(name, { [operator]: value }))
  return butNoArray(either, name, hasArrays)
}

const COMPARISONS = { less: '$lt', at_most: '$lte', greater: '$gt', at_least: '$gte' } as const

function on(name: string, condition: object): Condition {
  return new Map([[name, condition]])
}

/** What is asked of a field is asked of each item of an array as well, which is not what a column is. */
function butNoArray(either: Condition[], name: string, hasArrays: boolean): Condition {
  const [first] = either
  const condition: Condition =
    either.length === 1 && first ? first : new Map([['$or', either]] as const)
  if (!hasArrays) return condition
  return new Map([['$and', [condition, on(name, { $not: { $type: 'array' } })]]])
}

function orArray(name: string, condition: object, hasArrays: boolean): Condition {
  if (!hasArrays) return on(name, condition)
  return new Map([['$or', [on(name, condition), on(name, { $type: 'array' })]]])
}

/** What the text means as each type of the column; of several that mean the same number, the one to order by first. */
function valuesOf({ name, type, types }: MongodbColumn, text: string): unknown[][] {
  const seen = (one: ValueType) => types.length === 0 || types.includes(one)
  const values = READERS.filter(([of]) => of.some(seen))
    .map(([, read]) => read(text, seen))
    .filter((found) => found.length > 0)
  if (values.length > 0) return values
  throw new ConnectorError(
    'bad_config',
    `The filter on ${printable(name) ?? 'a column'} compares with what is no value of the type ${printable(type) ?? 'unknown'}.`,
    { field: null, hint: 'Spell the value as the database does.' }
  )
}

type Reader = (text: string, seen: (type: ValueType) => boolean) => unknown[]

const NUMBER = /^[+-]?\d{1,80}(\.\d{1,80})?([eE][+-]?\d{1,3})?$/
const DAY = /^\d{4}-\d\d-\d\d$/
const MOMENT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+-]\d\d(?::?\d\d)?)?$/
const UUID_TEXT = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

const READERS: [of: readonly ValueType[], read: Reader][] = [
  [['int', 'long', 'double', 'decimal'], numbers],
  [['string'], (text) => [text]],
  [['symbol'], (text) => [new BSONSymbol(text)]],
  [
    ['objectId'],
    (text) => (/^[\da-f]{24}$/i.test(text) ? [ObjectId.createFromHexString(text)] : []),
  ],
  [['date'], dates],
  [['bool'], (text) => (/^(true|false)$/.test(text) ? [text === 'true'] : [])],
  [['uuid'], (text) => (UUID_TEXT.test(text) ? [new UUID(text)] : [])],
]

/** Integers compare exactly with all numbers. Of a fraction, the double and the decimal are two different numbers. */
function numbers(text: string, seen: (type: ValueType) => boolean): unknown[] {
  if (/^(NaN|-?Infinity)$/.test(text)) return [new Double(Number(text))]
  if (!NUMBER.test(text)) return []
  if (/^[+-]?\d{1,18}$/.test(text)) return [Long.fromBigInt(BigInt(text))]
  const double = new Double(Number(text))
  const decimal = decimalOf(text)
  if (!decimal || (seen('double') && !seen('decimal') && !/^[+-]?\d+$/.test(text))) return [double]
  return seen('double') ? [decimal, double] : [decimal]
}

/** Null where it has more digits than a decimal does. */
function decimalOf(text: string): Decimal128 | null {
  try {
    return Decimal128.fromString(text)
  } catch (error) {
    if (error instanceof BSON.BSONError) return null
    throw error
  }
}

/** What names no zone is in UTC; a dataset has microseconds, the database milliseconds. */
function dates(text: string): unknown[] {
  const [, day, time, zone = 'Z'] = MOMENT.exec(text) ?? []
  const iso = day === undefined ? (DAY.test(text) ? text : '') : `${day}T${time}${wholeZone(zone)}`
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) || !isDay(iso.slice(0, 10)) ? [] : [date]
}

/** The 30th of February would be taken for a day of March. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function wholeZone(zone: string): string {
  if (zone === 'Z') return zone
  return `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`
}

function notByName(name: string): ConnectorError {
  return new ConnectorError(
    'bad_config',
    `Documents cannot be told apart by the field ${printable(name) ?? 'without a name'}.`,
    { field: null, hint: 'MongoDB takes a dot or a dollar in its name for something else.' }
  )
}
