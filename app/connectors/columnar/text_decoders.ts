import { type FieldDecoder, type Fields, malformedValue } from '#connectors/columnar/fields'
import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import { Misfit } from '#connectors/columnar/misfit'
import { writeMoment } from '#connectors/columnar/moments'
import type { VariableWriter } from '#connectors/columnar/variable_writer'

/** Values that servers send as text, without a string made of each. */

const ZERO = 48
const NINE = 57
const MINUS = 45
const POINT = 46
/** Decimal digits that a double holds exactly. */
const SAFE_DIGITS = 15

/** Integers as wide as the column. */
export const textInteger: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else if (length <= SAFE_DIGITS) {
        writer.safeInteger(first + i, integerIn(bytes, start, start + length))
      } else writer.integer(first + i, bigIntegerIn(bytes, start, length))
    }
  },
}

/** Decimals as integers that count units of the place `scale`. */
export class TextDecimalDecoder implements FieldDecoder {
  readonly #most: bigint

  constructor(
    precision: number,
    private readonly scale: number
  ) {
    this.#most = 10n ** BigInt(precision) - 1n
  }

  decode(
    { bytes, starts, lengths, from, count }: Fields,
    writer: FixedWriter,
    first: number
  ): void {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else this.#decode(bytes, starts[from + i] ?? 0, length, writer, first + i)
    }
  }

  #decode(bytes: Buffer, start: number, length: number, writer: FixedWriter, row: number) {
    const end = start + length
    const point = this.scale > 0 ? end - this.scale - 1 : end
    const hasPlaces = point === end || (point >= start && bytes[point] === POINT)
    const isPlain = hasPlaces && length <= SAFE_DIGITS && length > 0 && bytes[end - 1] !== MINUS
    if (!isPlain) return writer.integer(row, this.#large(bytes.toString('latin1', start, end)))
    const isNegative = bytes[start] === MINUS
    let value = 0
    for (let at = isNegative ? start + 1 : start; at < end; at++) {
      if (at !== point) value = value * 10 + digitAt(bytes, at)
    }
    writer.safeInteger(row, isNegative ? -value : value)
  }

  #large(text: string): bigint {
    const [, sign, whole = '', places = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text) ?? []
    if (sign === undefined || whole + places === '') throw malformedValue()
    if (/[1-9]/.test(places.slice(this.scale))) throw new Misfit('a number of more decimal places')
    const value = BigInt(whole + places.slice(0, this.scale).padEnd(this.scale, '0'))
    if (value > this.#most) throw new Misfit('a number of more digits')
    return sign ? -value : value
  }
}

export const textDouble: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else writer.double(first + i, numberIn(bytes, start, length))
    }
  },
}

/** A number of 32 bits that was spelled so that it can be told from all others. */
export const textFloat: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else writer.float(first + i, numberIn(bytes, start, length))
    }
  },
}

/** Texts, JSON, bytes. */
export const plainBytes: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: VariableWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else writer.bytes(first + i, bytes, start, start + length)
    }
  },
}

/** `2024-02-29` */
export const textDate: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === 10) writer.int32(first + i, dayAt(bytes, start))
      else if (length === -1) writer.null(first + i)
      else throw malformedValue()
    }
  },
}

/** `2024-02-29 12:34:56.789012`, with fewer places or none. */
export const textTimestamp: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length >= 19) {
        const time = timeAt(bytes, start + 11, start + length)
        writeMoment(writer, first + i, dayAt(bytes, start), time)
      } else if (length === -1) writer.null(first + i)
      else throw malformedValue()
    }
  },
}

/** `23:59:59.123456`; what is no time of a day does not fit. */
export const textTime: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else {
        const isClock = length >= 8 && bytes[start + 2] === 58
        if (!isClock) throw new Misfit('a time beyond a day')
        writer.safeInteger(first + i, timeAt(bytes, start, start + length))
      }
    }
  },
}

/** `a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11`, as a number of 128 bits with the highest one flipped. */
export const textUuid: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else {
        const digits = bytes.toString('latin1', start, start + length).replaceAll('-', '')
        if (!/^[0-9a-f]{32}$/i.test(digits)) throw malformedValue()
        const word = (at: number) => Number.parseInt(digits.slice(at, at + 8), 16)
        writer.int128(first + i, word(24), word(16), word(8), word(0) ^ -2_147_483_648)
      }
    }
  },
}

function digitAt(bytes: Buffer, at: number): number {
  const code = bytes[at] ?? 0
  if (code < ZERO || code > NINE) throw malformedValue()
  return code - ZERO
}

function integerIn(bytes: Buffer, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS
  const begin = isNegative ? start + 1 : start
  if (begin >= end) throw malformedValue()
  let value = 0
  for (let at = begin; at < end; at++) value = value * 10 + digitAt(bytes, at)
  return isNegative ? -value : value
}

function bigIntegerIn(bytes: Buffer, start: number, length: number): bigint {
  const text = bytes.toString('latin1', start, start + length)
  if (!/^-?\d{1,40}$/.test(text)) throw malformedValue()
  return BigInt(text)
}

function numberIn(bytes: Buffer, start: number, length: number): number {
  const value = Number(bytes.toString('latin1', start, start + length))
  if (length === 0 || Number.isNaN(value)) throw malformedValue()
  return value
}

const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
/** Of the year 0. */
const DAYS_TO_1970 = 719_528

/** Days since 1970-01-01 of a date in the Gregorian calendar, which has no day or month 0. */
export function dayAt(bytes: Buffer, at: number): number {
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2)
  const month = twoDigits(bytes, at + 5)
  const day = twoDigits(bytes, at + 8)
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (month < 1 || month > 12 || day < 1 || day > daysIn(month, isLeap)) {
    throw new Misfit('a date that no calendar has')
  }
  const leaps =
    year === 0
      ? 0
      : Math.floor((year - 1) / 4) - Math.floor((year - 1) / 100) + Math.floor((year - 1) / 400) + 1
  const leapDay = isLeap && month > 2 ? 1 : 0
  return year * 365 + leaps + (DAYS_BEFORE[month - 1] ?? 0) + leapDay + day - 1 - DAYS_TO_1970
}

function daysIn(month: number, isLeap: boolean): number {
  if (month === 2) return isLeap ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Microseconds of `12:34:56` with up to six decimal places. */
export function timeAt(bytes: Buffer, start: number, end: number): number {
  const hours = twoDigits(bytes, start)
  const minutes = twoDigits(bytes, start + 3)
  const seconds = twoDigits(bytes, start + 6)
  if (hours > 23) throw new Misfit('a time beyond a day')
  if (minutes > 59 || seconds > 59 || end - start > 15) throw malformedValue()
  let fraction = 0
  for (let at = start + 9; at < start + 15; at++) {
    fraction = fraction * 10 + (at < end ? digitAt(bytes, at) : 0)
  }
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + fraction
}

function twoDigits(bytes: Buffer, at: number): number {
  return digitAt(bytes, at) * 10 + digitAt(bytes, at + 1)
}
