import oracledb from 'oracledb'
import type { DeclaredType } from '#connectors/oracle/declared_type'
import type { Bind } from '#connectors/oracle/row_cursor'

/** What a column is compared with: a value of the column's own type, so that an index on it serves. */
export interface Compared {
  bind: Bind
  /** @param name of the bind variable */
  expression(name: string): string
}

/** `never` for types that the database does not compare; null for what is no value of the type. */
export function comparedWith(type: DeclaredType, value: string): Compared | 'never' | null {
  if (type.owner !== null) return 'never'
  const kind = type.name.replace(/\(\d+\)/g, '')
  return Object.hasOwn(KINDS, kind) ? (KINDS[kind]?.(value) ?? null) : 'never'
}

const NUMBER = /^[+-]?\d{1,80}(\.\d{1,80})?([eE][+-]?\d{1,3})?$/
/** As digits of 18 characters: object, file, block and row. */
const ROWID = /^[A-Za-z0-9+/]{18}$/
const DATE =
  /^(\d{4}-\d\d-\d\d)(?:[ T]([01]\d|2[0-3])(:[0-5]\d:[0-5]\d)(\.\d{1,9})?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?$/
/** No CHAR is longer. */
const CHAR_BYTES = 2_000
const DAY_AND_TIME = 'YYYY-MM-DD HH24:MI:SS'

const KINDS: Record<string, (value: string) => Compared | null> = {
  'NUMBER': (value) => number(value, 'to_number'),
  'FLOAT': (value) => number(value, 'to_number'),
  'BINARY_FLOAT': (value) => number(value, 'to_binary_float'),
  'BINARY_DOUBLE': (value) => number(value, 'to_binary_double'),
  'VARCHAR2': (value) => ({ bind: value, expression: (name) => name }),
  'NVARCHAR2': (value) => ({ bind: national(value), expression: (name) => name }),
  'CHAR': (value) => padded(value, value, `char(${CHAR_BYTES})`),
  'NCHAR': (value) => padded(value, national(value), `nchar(${CHAR_BYTES / 2})`),
  'RAW': (value) => checked(value, /^([0-9a-f]{2})*$/i, (name) => `hextoraw(${name})`),
  'ROWID': (value) => checked(value, ROWID, (name) => `chartorowid(${name})`),
  'DATE': (value) => moment(value, (hasPlaces) => (hasPlaces ? 'to_timestamp' : 'to_date')),
  'TIMESTAMP': (value) => moment(value, () => 'to_timestamp'),
  'TIMESTAMP WITH TIME ZONE': zoned,
  'TIMESTAMP WITH LOCAL TIME ZONE': zoned,
  'BOOLEAN': (value) =>
    checked(value.toLowerCase(), /^(true|false|1|0)$/, (name) => `to_boolean(${name})`),
}

function checked(value: string, form: RegExp, expression: Compared['expression']): Compared | null {
  return form.test(value) ? { bind: value, expression } : null
}

function number(value: string, convert: string): Compared | null {
  return checked(value, NUMBER, (name) => `${convert}(${name})`)
}

/** Characters that the database's own character set may lack. */
function national(val: string): Bind {
  return { val, type: oracledb.DB_TYPE_NVARCHAR }
}

/** With the type of the column, blanks at the end do not count; casting would cut what is longer than any of it. */
function padded(value: string, bind: Bind, type: string): Compared {
  const isLong = Buffer.byteLength(value) > CHAR_BYTES / 2
  return { bind, expression: (name) => (isLong ? name : `cast(${name} as ${type})`) }
}

function moment(value: string, convert: (hasPlaces: boolean) => string): Compared | null {
  const parts = partsOf(value)
  if (!parts || parts.zone) return null
  const conversion = convert(parts.places !== '')
  const places = conversion === 'to_date' ? '' : '.FF'
  return {
    bind: `${parts.dayAndTime}${places && (parts.places || '.0')}`,
    expression: (name) => `${conversion}(${name}, '${DAY_AND_TIME}${places}')`,
  }
}

/** Without a zone it is UTC, as what is imported. */
function zoned(value: string): Compared | null {
  const parts = partsOf(value)
  if (!parts) return null
  const [, hours = '+00', minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(parts.zone) ?? []
  return {
    bind: `${parts.dayAndTime}${parts.places || '.0'} ${hours}:${minutes}`,
    expression: (name) => `to_timestamp_tz(${name}, '${DAY_AND_TIME}.FF TZH:TZM')`,
  }
}

/** Null for days that no month has. */
function partsOf(value: string) {
  const [, day, hours = '00', time = ':00:00', places = '', zone = ''] = DATE.exec(value) ?? []
  if (day === undefined) return null
  const parsed = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(parsed.getTime()) || !parsed.toISOString().startsWith(day)) return null
  return { dayAndTime: `${day} ${hours}${time}`, places, zone }
}
