import { ConnectorError } from '#connectors/connector_error'
import type { Column, RowFilter } from '#connectors/contracts'
import { spellingOf } from '#connectors/snowflake/spelling'
import { quote } from '#connectors/snowflake/sql'
import { typeNameOf } from '#connectors/snowflake/type_name'
import { printable } from '#connectors/whereabouts'
import { SQL_COMPARISONS } from '#connectors/sql_comparisons'

/** A condition of SQL; each `?` in it stands for one of the values. */
export interface Condition {
  sql: string
  binds: string[]
}

/** @throws ConnectorError `bad_config` when it compares with what is no value of the column's type */
export function conditionOf({ name, type }: Column, filter: RowFilter): Condition {
  const column = quote(name)
  if (!('value' in filter)) {
    return { sql: `${column} IS ${filter.operator === 'is_null' ? '' : 'NOT '}NULL`, binds: [] }
  }
  const { name: kind } = typeNameOf(type)
  const operator = SQL_COMPARISONS[filter.operator]
  const typed = TYPED[kind]
  if (!typed) return { sql: `${spellingOf(type)(column)} ${operator} ?`, binds: [filter.value] }
  const value = typed(filter.value.trim())
  if (value) return { sql: `${column} ${operator} ${value.sql}`, binds: [value.text] }
  throw new ConnectorError(
    'bad_config',
    `The filter on ${printable(name) ?? 'a column'} compares with what is no value of the type ${type}.`,
    { field: null, hint: 'Spell the value as the database does.' }
  )
}

/** How a value is converted to its type by the server, and its text; null for what is none. */
type Typed = { sql: string; text: string } | null

const DATE = `YYYY-MM-DD`
const CLOCK = 'HH24:MI:SS.FF9'
const MOMENT = `${DATE}"T"${CLOCK}`

/** By the name of the type; all others are compared as the text that they are shown as. */
const TYPED: Record<string, (value: string) => Typed> = {
  NUMBER: numberOf,
  FLOAT: (text) =>
    /^[+-]?(\d+(\.\d*)?(e[+-]?\d{1,3})?|inf(inity)?|nan)$/i.test(text)
      ? { sql: 'TO_DOUBLE(?)', text }
      : null,
  BOOLEAN: (text) => (/^(true|false|1|0)$/i.test(text) ? { sql: 'TO_BOOLEAN(?)', text } : null),
  BINARY: (text) => (/^([0-9a-f]{2})*$/i.test(text) ? { sql: `TO_BINARY(?, 'HEX')`, text } : null),
  DATE: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? { sql: `TO_DATE(?, '${DATE}')`, text } : null),
  TIME: timeOf,
  TIMESTAMP_NTZ: (text) => momentOf(text, 'TO_TIMESTAMP_NTZ', false),
  TIMESTAMP_LTZ: (text) => momentOf(text, 'TO_TIMESTAMP_LTZ', true),
  TIMESTAMP_TZ: (text) => momentOf(text, 'TO_TIMESTAMP_TZ', true),
}

/** Digits that a NUMBER has at most. */
const MOST_DIGITS = 38

/** With as many places as it has itself: the column's own would round it. */
function numberOf(text: string): Typed {
  const [, whole, places = ''] = /^[+-]?(\d+)(?:\.(\d*))?$/.exec(text) ?? []
  if (whole === undefined || whole.length + places.length > MOST_DIGITS) return null
  return { sql: `TO_NUMBER(?, ${MOST_DIGITS}, ${places.length})`, text }
}

function timeOf(value: string): Typed {
  const [, clock, places = ''] = /^(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?$/.exec(value) ?? []
  if (clock === undefined) return null
  return { sql: `TO_TIME(?, '${CLOCK}')`, text: `${clock}.${places.padEnd(9, '0')}` }
}

const SPELLED_MOMENT =
  /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/

/** Without an offset it is UTC's; where there is none, no other can be meant. */
function momentOf(value: string, convert: string, isZoned: boolean): Typed {
  const [, date, clock = '00:00:00', places = '', zone = 'Z'] = SPELLED_MOMENT.exec(value) ?? []
  if (date === undefined || (!isZoned && zone !== 'Z')) return null
  const local = `${date}T${clock}.${places.padEnd(9, '0')}`
  if (!isZoned) return { sql: `${convert}(?, '${MOMENT}')`, text: local }
  const digits = zone === 'Z' ? '+0000' : zone.replace(':', '').padEnd(5, '0')
  const offset = `${digits.slice(0, 3)}:${digits.slice(3)}`
  return { sql: `${convert}(?, '${MOMENT}TZH:TZM')`, text: `${local}${offset}` }
}
