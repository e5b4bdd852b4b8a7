import type { Expression, Operator, Predicate } from '#tests/support/standins/sqlserver/expressions'
import { parseType, type SqlType } from '#tests/support/standins/sqlserver/sql_types'
import type { WireType, WireValue } from '#tests/support/standins/sqlserver/wire_types'

/**
 * A value as the stand-in keeps it: numbers and bits as such; big integers, decimals, money (four decimals), texts and
 * GUIDs as text; dates and times as text in ODBC canonical form, which is what style 121 prints; bytes.
 */
export type Stored = null | boolean | number | string | Buffer | Variant

/** A value of `sql_variant` brings its type. */
export interface Variant {
  type: string
  value: Exclude<Stored, Variant | null>
}

/** A value in the middle of a computation, and the type it has there. */
interface Typed {
  type: SqlType
  value: Stored
}

export type Row = Record<string, Typed>

const TEXTS = ['char', 'varchar', 'nchar', 'nvarchar', 'text', 'ntext', 'xml', 'json']
const TIMES = ['date', 'time', 'smalldatetime', 'datetime', 'datetime2', 'datetimeoffset']

/** What SQL Server would answer; it throws where the server would refuse the conversion. */
export function evaluate(expression: Expression, row: Row): Typed {
  switch (expression.kind) {
    case 'column': {
      const found = row[expression.name]
      if (!found) throw new Error(`Invalid column name '${expression.name}'.`)
      return found
    }
    case 'literal':
      return { type: parseType('int'), value: expression.value }
    case 'parameter': {
      const found = row[`@${expression.name}`]
      if (!found) throw new Error(`Must declare the scalar variable "@${expression.name}".`)
      return found
    }
    case 'convert':
      return convert(evaluate(expression.value, row), parseType(expression.type), expression.style)
    case 'method':
      return { type: parseType('nvarchar(max)'), value: evaluate(expression.object, row).value }
    case 'case': {
      const branch = expression.branches.find(({ when }) =>
        when.in.includes(String(evaluate(when.value, row).value))
      )
      return evaluate(branch?.then ?? expression.otherwise, row)
    }
    case 'call':
      return call(expression.name, expression.arguments, row)
  }
}

/** Whether a row is one of those that are asked for; NULL is neither equal nor different. */
export function fulfils(row: Row, predicate: Predicate): boolean {
  if (predicate.kind === 'null') {
    return (evaluate(predicate.value, row).value === null) !== predicate.isNegated
  }
  const left = evaluate(predicate.left, row).value
  const right = evaluate(predicate.right, row).value
  if (left === null || right === null) return false
  return HOLDS[predicate.operator](compared(left, right))
}

const HOLDS: Record<Operator, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

/** A number wins over a text; texts are compared as the usual collation does. */
function compared(left: Stored, right: Stored): number {
  if (typeof left === 'number' || typeof right === 'number') return Number(left) - Number(right)
  const [a, b] = [left, right].map((value) =>
    Buffer.isBuffer(value) ? value.toString('hex') : String(value).trimEnd().toLowerCase()
  )
  return a === b ? 0 : String(a) < String(b) ? -1 : 1
}

/** How a result of this type travels; types that drivers misread are not sent at all. */
export function wireTypeOf({ name, arguments: [length = 1] }: SqlType): WireType {
  const size = length === -1 ? 'max' : length
  switch (name) {
    case 'bit':
      return { kind: 'bit' }
    case 'tinyint':
      return { kind: 'int', bytes: 1 }
    case 'smallint':
      return { kind: 'int', bytes: 2 }
    case 'int':
      return { kind: 'int', bytes: 4 }
    case 'bigint':
      return { kind: 'int', bytes: 8 }
    case 'real':
      return { kind: 'float', bytes: 4 }
    case 'float':
      return { kind: 'float', bytes: 8 }
    case 'uniqueidentifier':
      return { kind: 'guid' }
    case 'timestamp':
      return { kind: 'varbinary', length: 8 }
    case 'binary':
    case 'varbinary':
      return { kind: 'varbinary', length: size }
    case 'char':
    case 'varchar':
      return { kind: 'varchar', length: size }
    case 'nchar':
    case 'nvarchar':
      return { kind: 'nvarchar', length: size }
    default:
      throw new Error(`Values of type ${name} are not sent by the stand-in`)
  }
}

export function wireValueOf({ value }: Typed): WireValue {
  if (value !== null && typeof value === 'object' && !Buffer.isBuffer(value)) {
    throw new Error('Variants are not sent by the stand-in')
  }
  return value
}

function call(name: string, given: Expression[], row: Row): Typed {
  const [first, ...rest] = given.map((one) => evaluate(one, row))
  if (!first) throw new Error(`'${name}' is not a recognized built-in function name.`)
  if (name === 'datalength') return { type: parseType('bigint'), value: dataLength(first) }
  if (name === 'substring') return substring(first, Number(rest[0]?.value), Number(rest[1]?.value))
  if (name === 'sql_variant_property') {
    const { value } = first
    return {
      type: parseType('nvarchar(128)'),
      value: isVariant(value) ? parseType(value.type).name : null,
    }
  }
  throw new Error(`'${name}' is not a recognized built-in function name.`)
}

function dataLength({ type, value }: Typed): number | null {
  if (value === null) return null
  if (Buffer.isBuffer(value)) return value.length
  if (!TEXTS.includes(type.name)) throw new Error(`The length of ${type.name} is not known here`)
  return type.name.startsWith('n') ? String(value).length * 2 : String(value).length
}

function substring({ type, value }: Typed, start: number, length: number): Typed {
  const isLong = TEXTS.includes(type.name) || ['binary', 'varbinary'].includes(type.name)
  if (!isLong || ['text', 'ntext', 'xml', 'json'].includes(type.name)) {
    throw new Error(
      `Argument data type ${type.name} is invalid for argument 1 of substring function.`
    )
  }
  if (value === null) return { type, value }
  const end = start - 1 + length
  const part = Buffer.isBuffer(value)
    ? value.subarray(start - 1, end)
    : String(value).slice(start - 1, end)
  return { type, value: part }
}

function convert(from: Typed, type: SqlType, style: number | null): Typed {
  if (from.value === null) return { type, value: null }
  if (isVariant(from.value)) {
    const inner = { type: parseType(from.value.type), value: from.value.value }
    return convert(inner, type, style)
  }
  if (type.name === 'varchar' || type.name === 'nvarchar') {
    return { type, value: withinLength(toText(from, style), type) }
  }
  if (type.name === 'varbinary' && Buffer.isBuffer(from.value)) return { type, value: from.value }
  if (type.name === 'float' || type.name === 'money') return { type, value: from.value }
  const isOfText =
    TEXTS.includes(from.type.name) && [...TIMES, 'uniqueidentifier'].includes(type.name)
  if (isOfText) return { type, value: from.value }
  throw new Error(`Explicit conversion from ${from.type.name} to ${type.name} is not allowed.`)
}

/** Styles of CONVERT for texts (Microsoft, "CAST and CONVERT"). */
function toText({ type: { name }, value }: Typed, style: number | null): string {
  if (TIMES.includes(name)) return timeText(name, String(value), style)
  if (Buffer.isBuffer(value)) {
    if (style !== 1) throw new Error(`Bytes of ${name} would be taken for letters`)
    return `0x${value.toString('hex').toUpperCase()}`
  }
  if (name.endsWith('money')) {
    return style === 2 ? String(value) : Number(value).toFixed(2)
  }
  if (name === 'float' || name === 'real') {
    return style === 3
      ? seventeenDigits(Number(value))
      : String(Number(Number(value).toPrecision(6)))
  }
  if (name === 'bit') return value ? '1' : '0'
  return String(value)
}

function timeText(name: string, canonical: string, style: number | null): string {
  if (style === 121) return canonical
  if (style === 120) return canonical.slice(0, 19)
  if (style === 23) return canonical.slice(0, 10)
  throw new Error(`${style} is not a style of ${name} that is known here`)
}

/** Style 3: `1.0000000000000001e-001`. */
function seventeenDigits(value: number): string {
  const [digits = '', exponent = '+0'] = value.toExponential(16).split('e')
  return `${digits}e${exponent.startsWith('-') ? '-' : '+'}${exponent.slice(1).padStart(3, '0')}`
}

function withinLength(text: string, { name, arguments: [length = 30] }: SqlType): string {
  if (length === -1 || text.length <= length) return text
  throw new Error(`String or binary data would be truncated to ${name}(${length}).`)
}

function isVariant(value: Stored): value is Variant {
  return value !== null && typeof value === 'object' && !Buffer.isBuffer(value)
}
