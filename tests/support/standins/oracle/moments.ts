/** A date and time as the database keeps it: local to its zone, with as many digits of a second as declared. */
export interface Moment {
  /** Negative before the common era. */
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  fraction: string
  /** Such as `+02:00`. */
  offset: string
}

/** `2024-02-29 12:34:56.789012 +02:00`, as literals are written. */
export function moment(text: string): Moment {
  const [, year, month, day, hour, minute, second, fraction, offset] =
    /^(-?\d+)-(\d+)-(\d+)(?: (\d+):(\d+):(\d+)(?:\.(\d+))?)?(?: ([+-]\d\d:\d\d))?$/.exec(text) ?? []
  if (year === undefined) throw new TypeError(`Not a date: ${text}`)
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    fraction: fraction ?? '',
    offset: offset ?? '+00:00',
  }
}

/** TO_CHAR with the elements that the connector uses (SQL Language Reference, "Datetime Format Models"). */
export function formatMoment(at: Moment, model: string): string {
  const elements: Record<string, string> = {
    SYYYY: `${at.year < 0 ? '-' : ' '}${pad(Math.abs(at.year), 4)}`,
    HH24: pad(at.hour),
    TZH: at.offset.slice(0, 3),
    TZM: at.offset.slice(4),
    MM: pad(at.month),
    DD: pad(at.day),
    MI: pad(at.minute),
    SS: pad(at.second),
    FF: at.fraction,
  }
  return model.replace(/"([^"]*)"|[A-Z]+(?:24)?/g, (word, quoted?: string) => {
    if (quoted !== undefined) return quoted
    return word.replace(/SYYYY|HH24|TZH|TZM|MM|DD|MI|SS|FF|./g, (element) => {
      const value = elements[element]
      if (value === undefined) throw new TypeError(`Not a known element of a date: ${element}`)
      return value
    })
  })
}

/** The same moment in UTC. */
export function inUtc(at: Moment): Moment {
  const shifted = new Date(timeOf({ ...at, fraction: '' }))
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    fraction: at.fraction,
    offset: '+00:00',
  }
}

/** Milliseconds since 1970, with what is left of them behind the point. */
export function timeOf({
  year,
  month,
  day,
  hour,
  minute,
  second,
  fraction,
  offset,
}: Moment): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? []
  const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  const time = ((hour * 60 + minute - ahead) * 60 + second) * 1_000
  return date.getTime() + time + Number(`0.${fraction || 0}`) * 1_000
}

function pad(value: number, digits = 2): string {
  return String(value).padStart(digits, '0')
}
