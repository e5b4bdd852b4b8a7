import { NotUnderstood } from '#tests/support/standins/sql/token_reader'
import type {
  Expression,
  ExpressionReader,
  Lookup,
} from '#tests/support/standins/snowflake/expressions'
import { onTheWire, type TypedValue } from '#tests/support/standins/snowflake/values'

export type Condition = (lookup: Lookup) => boolean

const COMPARISONS: Record<string, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

/** `… AND …`, up to whatever follows. */
export function conditionsIn(reader: ExpressionReader): Condition {
  const all = [conditionIn(reader)]
  while (reader.tokens.skip('AND')) all.push(conditionIn(reader))
  return (lookup) => all.every((condition) => condition(lookup))
}

function conditionIn(reader: ExpressionReader): Condition {
  const left = reader.expression()
  if (reader.tokens.skip('IS')) {
    const isNegated = reader.tokens.skip('NOT')
    reader.tokens.take('NULL')
    return (lookup) => (left(lookup) === null) !== isNegated
  }
  const operator = reader.tokens.take()
  const isTrue = COMPARISONS[operator]
  if (!isTrue) throw new NotUnderstood(operator)
  return comparing(left, reader.expression(), isTrue)
}

/** Of NULL nothing is true. */
function comparing(
  left: Expression,
  right: Expression,
  isTrue: (order: number) => boolean
): Condition {
  return (lookup) => {
    const [a, b] = [left(lookup), right(lookup)]
    return a !== null && b !== null && isTrue(orderOf(a, b))
  }
}

/** Numbers and moments as numbers, all else as text. */
function orderOf(a: TypedValue, b: TypedValue): number {
  if (a.type === 'fixed' && b.type === 'fixed') return sign(units(a.text) - units(b.text))
  if (a.text === b.text) return 0
  if (/^(real|date|time)/.test(a.type)) {
    const [first, second] = [a, b].map((value) => numberIn(onTheWire(value) ?? ''))
    return sign((first ?? 0) - (second ?? 0))
  }
  return a.text < b.text ? -1 : 1
}

/** What follows a blank is an offset. */
function numberIn(text: string): number {
  return Number.parseFloat(text.replace(/^([+-]?)inf$/i, '$1Infinity'))
}

/** In units of the 38th place after the point. */
function units(digits: string): bigint {
  const [whole = '', places = ''] = digits.replace('+', '').split('.')
  return BigInt(whole + places.padEnd(38, '0'))
}

function sign(value: bigint | number): number {
  if (value === 0 || value === 0n) return 0
  return value < 0 ? -1 : 1
}
