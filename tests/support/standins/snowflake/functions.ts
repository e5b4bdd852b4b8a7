import { Refusal } from '#tests/support/standins/snowflake/refusal'
import { fixed, text, type TypedValue, type Value } from '#tests/support/standins/snowflake/values'

type SqlFunction = (...parameters: Value[]) => Value

/** What the connector and the fixtures call; SQL's null in gives null out. */
export const functions: Record<string, SqlFunction> = {
  LEFT: strict((value, length) => ({ ...value, text: left(value, Number(length?.text)) })),
  LENGTH: strict((value) =>
    fixed(value.type === 'binary' ? value.text.length / 2 : [...value.text].length)
  ),
  TO_VARCHAR: strict((value, format) => text(format ? written(value, format.text) : value.text)),
  TO_JSON: strict((value) => text(value.text)),
  HEX_ENCODE: strict((value) => text(value.text.toUpperCase())),
  CONVERT_TIMEZONE: strict((_zone, value) => inUtc(value as TypedValue)),
  ST_ASWKT: strict((value) => text(value.text)),
  ST_ASEWKT: strict((value) => text(value.text)),
  PARSE_JSON: strict((value) => ({ type: 'variant', text: value.text })),
  TO_BINARY: strict((value) => ({ type: 'binary', text: value.text.toLowerCase() })),
  TO_GEOGRAPHY: strict((value) => ({ type: 'geography', text: value.text })),
  TO_GEOMETRY: strict((value) => ({ type: 'geometry', text: `SRID=0;${value.text}` })),
  REPEAT: strict((value, count) => repeated(value.text, Number(count?.text))),
  TO_NUMBER: strict((value, precision, scale) =>
    cast(numeric(value), `NUMBER(${precision?.text},${scale?.text})`)
  ),
  TO_DOUBLE: strict((value) => cast(numeric(value), 'FLOAT')),
  TO_BOOLEAN: strict(({ text: word }) => ({
    type: 'boolean',
    text: String(/^(true|1)$/i.test(word)),
  })),
  TO_DATE: strict((value) => ({ type: 'date', text: value.text })),
  TO_TIME: strict((value) => ({ type: 'time', text: value.text })),
  TO_TIMESTAMP_NTZ: strict((value) => cast(value, 'TIMESTAMP_NTZ')),
  TO_TIMESTAMP_LTZ: strict((value) => cast(value, 'TIMESTAMP_LTZ')),
  TO_TIMESTAMP_TZ: strict((value) => cast(value, 'TIMESTAMP_TZ')),
}

/** @param type as DESCRIBE TABLE spells it */
export function cast(value: Value, type: string): Value {
  if (value === null) return null
  const [, name = '', details = ''] = /^(\w+)(?:\((.*)\))?$/.exec(type) ?? []
  const digits = Number(details.split(',').at(-1) || 9)
  switch (name.toUpperCase()) {
    case 'NUMBER':
      return fixed(scaled(value.text, details.includes(',') ? digits : 0))
    case 'FLOAT':
      return { type: 'real', text: value.text }
    case 'VARCHAR':
      return text(value.text)
    case 'TIME':
      return { type: 'time', text: withFraction(value.text, digits) }
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      return { type: name.toLowerCase(), text: withFraction(value.text.replace(' ', 'T'), digits) }
    default:
      return { type: name.toLowerCase(), text: value.text }
  }
}

/** The same text each time, so that thousands of rows of it are one. */
function repeated(value: string, count: number): Value {
  const key = `${count} ${value}`
  const found = repetitions.get(key) ?? text(value.repeat(count))
  repetitions.set(key, found)
  return found
}

const repetitions = new Map<string, Value>()

function numeric(value: TypedValue): TypedValue {
  if (Number.isNaN(Number(value.text)) && !/^([+-]?inf|nan)/i.test(value.text)) {
    throw new Refusal('100038', `Numeric value '${value.text}' is not recognized`, '22018')
  }
  return value
}

function strict(
  apply: (value: TypedValue, ...more: (TypedValue | undefined)[]) => Value
): SqlFunction {
  return (...parameters) => {
    const given = parameters.filter((parameter) => parameter !== null)
    const [first, ...more] = given
    return first && given.length === parameters.length ? apply(first, ...more) : null
  }
}

function left({ type, text: whole }: TypedValue, length: number): string {
  if (type === 'binary') return whole.slice(0, length * 2)
  return whole.length <= length ? whole : [...whole].slice(0, length).join('')
}

function scaled(digits: string, scale: number): string {
  const [whole = '', fraction = ''] = digits.split('.')
  return scale === 0 ? whole : `${whole}.${fraction.padEnd(scale, '0').slice(0, scale)}`
}

function withFraction(iso: string, digits: number): string {
  const [, before = '', fraction = '', zone = ''] =
    /^(.*?\d\d:\d\d:\d\d)(?:\.(\d+))?\s*(Z|[+-]\d\d:\d\d)?$/.exec(iso) ?? []
  const kept = fraction.padEnd(9, '0').slice(0, digits)
  return `${before}${digits > 0 ? `.${kept}` : ''}${zone}`
}

function inUtc({ type, text: iso }: TypedValue): Value {
  const [, whole = '', fraction = '', zone = 'Z'] =
    /^(.*?T\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(iso) ?? []
  const utc = new Date(whole + zone).toISOString().slice(0, 19)
  return { type, text: `${utc}${fraction}Z` }
}

/** Date and time formats of Snowflake, as far as the connector uses them. */
function written({ text: iso }: TypedValue, format: string): string {
  const [, date = '', time = '', fraction = '', zone = ''] =
    /^(\d{4}-\d\d-\d\d)?T?(\d\d:\d\d:\d\d)?(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/.exec(iso) ?? []
  return format.replace(
    /"([^"]*)"|YYYY-MM-DD|HH24:MI:SS|FF(\d)|TZH:TZM/g,
    (token, quoted, digits) => {
      if (quoted !== undefined) return quoted
      if (token === 'YYYY-MM-DD') return date
      if (token === 'HH24:MI:SS') return time
      if (token === 'TZH:TZM') return zone
      return fraction.padEnd(9, '0').slice(0, Number(digits))
    }
  )
}
