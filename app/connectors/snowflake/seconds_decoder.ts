import { type FieldDecoder, type Fields, malformedValue } from '#connectors/columnar/fields'
import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import { Misfit } from '#connectors/columnar/misfit'

const ZERO = 48
const NINE = 57
const MINUS = 45
const POINT = 46
const BLANK = 32

/** A year beyond the last of the calendar has no more digits. */
const MOST_SECONDS = 1e13
const SECONDS_A_DAY = 86_400
/** Seconds whose microseconds are a safe integer. */
const SAFE_SECONDS = 9e9

/** What a column counts: seconds of a day, since 1970, or since 1970 with an offset beside them. */
type Counted = 'time' | 'timestamp' | 'zoned'

/**
 * Times as results in JSON spell them: decimal seconds, as `1709210096.123456789`, below zero as a whole; where there is
 * an offset it follows after a blank, in minutes and 1,440 more. They become microseconds; what is finer does not fit.
 */
export class SecondsDecoder implements FieldDecoder {
  constructor(private readonly counted: Counted) {}

  decode(
    { bytes, starts, lengths, from, count }: Fields,
    writer: FixedWriter,
    first: number
  ): void {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else this.#decode(bytes, start, start + length, writer, first + i)
    }
  }

  #decode(bytes: Buffer, start: number, end: number, writer: FixedWriter, row: number) {
    const isNegative = bytes[start] === MINUS
    const begin = isNegative ? start + 1 : start
    let at = begin
    let seconds = 0
    while (at < end && isDigit(bytes[at])) seconds = seconds * 10 + (bytes[at++] ?? 0) - ZERO
    if (at === begin || seconds > MOST_SECONDS) throw malformedValue()
    let micros = 0
    if (at < end && bytes[at] === POINT) {
      const places = placesFrom(bytes, at + 1, end)
      micros = microsIn(bytes, at + 1, places)
      at += places + 1
    }
    this.#checkRest(bytes, at, end)
    if (this.counted === 'time' && (isNegative || seconds >= SECONDS_A_DAY)) throw malformedValue()
    write(writer, row, isNegative ? -seconds : seconds, isNegative ? -micros : micros)
  }

  /** The offset is not needed: the seconds are those of UTC. */
  #checkRest(bytes: Buffer, at: number, end: number) {
    if (this.counted !== 'zoned') {
      if (at !== end) throw malformedValue()
      return
    }
    const places = bytes[at] === BLANK ? placesFrom(bytes, at + 1, end) : 0
    if (places === 0 || at + 1 + places !== end) throw malformedValue()
  }
}

function write(writer: FixedWriter, row: number, seconds: number, micros: number) {
  if (Math.abs(seconds) < SAFE_SECONDS) writer.safeInteger(row, seconds * 1_000_000 + micros)
  else writer.bigint64(row, BigInt(seconds) * 1_000_000n + BigInt(micros))
}

function placesFrom(bytes: Buffer, from: number, end: number): number {
  let at = from
  while (at < end && isDigit(bytes[at])) at += 1
  return at - from
}

function microsIn(bytes: Buffer, from: number, places: number): number {
  let micros = 0
  for (let i = 0; i < Math.max(6, places); i++) {
    const digit = i < places ? (bytes[from + i] ?? ZERO) - ZERO : 0
    if (i < 6) micros = micros * 10 + digit
    else if (digit !== 0) throw new Misfit('a time finer than a microsecond')
  }
  return micros
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE
}
