import { ConnectorError } from '#connectors/connector_error'
import type { SqlserverColumn } from '#connectors/sqlserver/structure'
import { printable } from '#connectors/whereabouts'

/** What a column is compared with, in SQL. */
export interface Comparand {
  sql: string
  /** Of the parameter that `sql` names; null where there is none. */
  value: string | null
  /** The column has no order of its own: its text is compared. */
  isOfTheText?: boolean
}

const NUMBERS = /^((small|tiny|big)?int|decimal|numeric|(small)?money|float|real)$/
/** A number of the server's own has 38 digits at most. */
const NUMBER = /^[+-]?(?=[\d.]{1,39}(?:[eE]|$))\d{1,38}(\.\d{1,38})?([eE][+-]?\d{1,3})?$/
const BITS: Record<string, string | undefined> = { 0: '0', 1: '1', false: '0', true: '1' }
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const BYTES = /^(?:0x)?((?:[\da-f]{2})*)$/i
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,7})?)?$/
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/
const ZONE = / ?([+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00|\+00|Z)$/

/**
 * Of the column's own type wherever the server would convert the column instead, or fail over a text that is none:
 * that failure would end the transaction of the whole import.
 *
 * @param parameter the name that a text may have
 * @throws ConnectorError `bad_config` for what is no value of the column's type
 */
export function comparandOf(
  { name, type, facts }: SqlserverColumn,
  value: string,
  parameter: string
): Comparand {
  const found = facts.isEncrypted ? null : comparand(facts, value, parameter)
  if (found) return found
  throw new ConnectorError(
    'bad_config',
    `The filter on ${printable(name) ?? 'a column'} compares with what is no value of the type ${type}.`,
    { field: null, hint: 'Spell the value as the database does.' }
  )
}

/** Null for what is no value of the type. */
function comparand(
  { type, isClr }: SqlserverColumn['facts'],
  value: string,
  parameter: string
): Comparand | null {
  const typed = (as: string, text: string | null, style = ''): Comparand | null =>
    text === null ? null : { sql: `convert(${as}, @${parameter}${style})`, value: text }
  if (isClr) return { sql: `@${parameter}`, value, isOfTheText: true }
  if (NUMBERS.test(type)) return NUMBER.test(value) ? literal(value) : null
  switch (type) {
    case 'bit':
      return literal(BITS[value.toLowerCase()])
    case 'uniqueidentifier':
      return typed(type, GUID.test(value) ? value : null)
    case 'binary':
    case 'varbinary':
    case 'timestamp':
      return literal(bytes(value))
    case 'time':
      return typed('time(7)', CLOCK.test(value) ? value : null)
    case 'datetime':
      return typed(type, dateTime(value, { firstYear: 1753, places: 3 }), ', 121')
    case 'date':
    case 'smalldatetime':
    case 'datetime2':
      return typed('datetime2(7)', dateTime(value, { firstYear: 1, places: 7 }), ', 121')
    case 'datetimeoffset':
      return typed('datetimeoffset(7)', moment(value))
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
      return { sql: `@${parameter}`, value }
    default:
      return { sql: `@${parameter}`, value, isOfTheText: true }
  }
}

function literal(sql: string | null | undefined): Comparand | null {
  return sql === null || sql === undefined ? null : { sql, value: null }
}

function bytes(value: string): string | null {
  const [, hex] = BYTES.exec(value) ?? []
  return hex === undefined ? null : `0x${hex}`
}

/** A date, with a time or without. */
function dateTime(
  value: string,
  { firstYear, places }: { firstYear: number; places: number }
): string | null {
  const [day = '', clock = '00:00:00', ...more] = value.replace(/Z$/, '').split(/[T ]/)
  const [, year, month, date] = DAY.exec(day) ?? []
  const daysOfMonth = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate()
  const isDay = Number(month) <= 12 && Number(date) >= 1 && Number(date) <= daysOfMonth
  if (!isDay || Number(month) < 1 || Number(year) < firstYear || more.length > 0) return null
  const [, fraction = ''] = clock.split('.')
  return CLOCK.test(clock) && fraction.length <= places ? `${day} ${clock}` : null
}

/** The same at a distance from UTC; in UTC where none is named. */
function moment(value: string): string | null {
  const [found = '', zone = '+00:00'] = ZONE.exec(value) ?? []
  const local = dateTime(value.slice(0, value.length - found.length), { firstYear: 1, places: 7 })
  // Where it is another year in UTC, there may be none.
  const isAtTheEdge = local !== null && /^0001-01-01|^9999-12-31/.test(local)
  if (local === null || (isAtTheEdge && !/^(Z|\+00|[+-]00:00)$/.test(zone))) return null
  return `${local} ${/^(Z|\+00)$/.test(zone) ? '+00:00' : zone}`
}
