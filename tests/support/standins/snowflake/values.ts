/** A value as Snowflake types it, in one canonical spelling; null is SQL's. */
export interface TypedValue {
  /** As the wire names it: `fixed`, `real`, `text`, `boolean`, `binary`, `date`, `timestamp_tz`, `variant` … */
  type: string
  /** Digits; hex of binaries; ISO 8601 with nine digits of a second; JSON text of variants. */
  text: string
}

export type Value = TypedValue | null

export interface Column {
  name: string
  type: string
}

export interface Result {
  columns: Column[]
  rows: Value[][]
}

export const text = (value: string): Value => ({ type: 'text', text: value })
export const fixed = (value: number | string): Value => ({ type: 'fixed', text: String(value) })
export const boolean = (value: boolean): Value => ({ type: 'boolean', text: String(value) })

/** A result of texts, as the SHOW commands give them. */
export function texts(columns: string[], rows: (string | null)[][]): Result {
  return {
    columns: columns.map((name) => ({ name, type: 'text' })),
    rows: rows.map((row) => row.map((value) => (value === null ? null : text(value)))),
  }
}

/** A value as results in JSON spell it: days and seconds since 1970 for dates and times, hex for binaries. */
export function onTheWire(value: Value): string | null {
  if (value === null) return null
  const { type } = value
  if (type === 'date') return String(Date.parse(`${value.text}T00:00:00Z`) / 86_400_000)
  if (type === 'time') return secondsOf(`1970-01-01T${value.text}Z`)
  if (type === 'timestamp_ntz') return secondsOf(`${value.text}Z`)
  if (type === 'timestamp_ltz') return secondsOf(value.text)
  if (type === 'timestamp_tz') {
    return `${secondsOf(value.text)} ${offsetMinutes(value.text) + 1_440}`
  }
  return value.text
}

function secondsOf(iso: string): string {
  const [, whole = '', fraction = '', zone = 'Z'] =
    /^(.*?T\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(iso) ?? []
  const seconds = Date.parse(whole + zone) / 1_000
  if (seconds >= 0 || !/[1-9]/.test(fraction)) return `${seconds}${fraction}`
  // Decimal seconds: half a second before 1970 is -0.5.
  const places = fraction.length - 1
  const units = BigInt(-seconds) * 10n ** BigInt(places) - BigInt(fraction.slice(1))
  const digits = String(units).padStart(places + 1, '0')
  return `-${digits.slice(0, -places)}.${digits.slice(-places)}`
}

function offsetMinutes(iso: string): number {
  const [, sign = '+', hours = 0, minutes = 0] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
