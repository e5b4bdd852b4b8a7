import { Binary, type Document, ObjectId } from 'mongodb'
import { CommandError } from '#tests/support/standins/mongodb/command_error'
import { exactly } from '#tests/support/standins/mongodb/messages'

/** Whether a document fulfils a query (manual, "Query and Projection Operators"); only what is asked of fields at the top. */
export function matches(document: Buffer, query: Document): boolean {
  return fulfils(exactly(document), query)
}

function fulfils(document: Document, query: Document): boolean {
  return Object.entries(query).every(([name, condition]) => {
    if (name === '$and') return condition.every((one: Document) => fulfils(document, one))
    if (name === '$or') return condition.some((one: Document) => fulfils(document, one))
    if (name.startsWith('$')) throw new CommandError(2, `unknown top level operator: ${name}`)
    if (name.includes('.')) throw new CommandError(238, 'this stand-in looks into no documents')
    return holds(document[name], condition)
  })
}

/** All operators that are named, of a field's value. */
function holds(value: unknown, condition: unknown): boolean {
  const operators = Object.entries(Object(condition) as Document)
  const isOperators = operators.length > 0 && operators.every(([name]) => name.startsWith('$'))
  if (!isOperators) return isAny(value, (one) => areEqual(one, condition))
  return operators.every(([name, operand]) => {
    const operator = OPERATORS[name]
    if (!operator) throw new CommandError(2, `unknown operator: ${name}`)
    return operator(value, operand as never)
  })
}

const OPERATORS: Record<string, (value: unknown, operand: never) => boolean> = {
  $eq: (value, operand) => isAny(value, (one) => areEqual(one, operand)),
  $ne: (value, operand) => !isAny(value, (one) => areEqual(one, operand)),
  $in: (value, operands: unknown[]) =>
    isAny(value, (one) => operands.some((o) => areEqual(one, o))),
  $nin: (value, operands: unknown[]) =>
    !isAny(value, (one) => operands.some((o) => areEqual(one, o))),
  $lt: (value, operand) => isAny(value, (one) => order(one, operand, (sign) => sign < 0)),
  $lte: (value, operand) => isAny(value, (one) => order(one, operand, (sign) => sign <= 0)),
  $gt: (value, operand) => isAny(value, (one) => order(one, operand, (sign) => sign > 0)),
  $gte: (value, operand) => isAny(value, (one) => order(one, operand, (sign) => sign >= 0)),
  $not: (value, operand) => !holds(value, operand),
  $type: (value, operand: string) => operand === 'array' && Array.isArray(value),
}

/** Of an array each item is asked, and the array itself. */
function isAny(value: unknown, is: (one: unknown) => boolean): boolean {
  return is(value) || (Array.isArray(value) && value.some(is))
}

/** A field that is not there is equal to null. */
function areEqual(a: unknown, b: unknown): boolean {
  if (b === null || b === undefined) return a === null || a === undefined
  return order(a, b, (sign) => sign === 0)
}

/** Values of different types are in no order: numbers are of one. */
function order(a: unknown, b: unknown, is: (sign: number) => boolean): boolean {
  const [left, right] = [comparable(a), comparable(b)]
  if (left.bracket === 'other' || left.bracket !== right.bracket) return false
  if (left.key === right.key) return is(0)
  return is(left.key < right.key ? -1 : 1)
}

/** Decimals of more than fifteen digits are not told apart here. */
function comparable(value: unknown): { bracket: string; key: number | bigint | string } {
  if (typeof value === 'string') return { bracket: 'string', key: value }
  if (typeof value === 'number') return { bracket: 'number', key: whole(value) }
  if (typeof value === 'boolean') return { bracket: 'bool', key: Number(value) }
  if (value instanceof Date) return { bracket: 'date', key: value.getTime() }
  if (value instanceof ObjectId) return { bracket: 'objectId', key: value.toHexString() }
  if (value instanceof Binary) {
    return { bracket: `binary ${value.sub_type}`, key: Buffer.from(value.value()).toString('hex') }
  }
  const kind = (value as { _bsontype?: string } | null)?._bsontype ?? ''
  if (kind === 'Long') return { bracket: 'number', key: BigInt(String(value)) }
  if (['Int32', 'Double', 'Decimal128'].includes(kind)) {
    return { bracket: 'number', key: whole(Number(String(value))) }
  }
  return kind === 'BSONSymbol'
    ? { bracket: 'string', key: String(value) }
    : { bracket: 'other', key: 0 }
}

/** Integers of all types are one kind of number for `===`. */
function whole(value: number): number | bigint {
  return Number.isInteger(value) ? BigInt(value) : value
}
