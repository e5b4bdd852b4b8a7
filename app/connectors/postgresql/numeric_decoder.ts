import { type FieldDecoder, type Fields, malformedValue } from '#connectors/columnar/fields'
import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import { Misfit } from '#connectors/columnar/misfit'

/**
 * A numeric is digits of base 10,000 after a header: how many, the power of the first one, the sign, digits shown
 * after the point; 16 bits each (numeric_send in PostgreSQL's sources).
 */
const HEADER = 8
const BASE = 10_000
const NEGATIVE = 0x4000
const NOT_FINITE: Record<number, string> = {
  0xc000: 'NaN',
  0xd000: 'Infinity',
  0xf000: '-Infinity',
}
/** Decimal digits that a double holds exactly. */
const SAFE_DIGITS = 15

/** Numerics as integers that count units of the place `scale`. */
export class NumericDecoder implements FieldDecoder {
  readonly #most: bigint
  readonly #safeMost: number

  constructor(
    precision: number,
    private readonly scale: number
  ) {
    this.#most = 10n ** BigInt(precision) - 1n
    this.#safeMost = 10 ** Math.min(precision, SAFE_DIGITS) - 1
  }

  decode({ view, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number): void {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else this.#decode(view, starts[from + i] ?? 0, length, writer, first + i)
    }
  }

  #decode(view: DataView, start: number, length: number, writer: FixedWriter, row: number) {
    if (length < HEADER) throw malformedValue()
    const digits = view.getUint16(start)
    const weight = view.getInt16(start + 2)
    const sign = view.getUint16(start + 4)
    if (sign !== 0 && sign !== NEGATIVE) throw notFinite(sign)
    if (length !== HEADER + 2 * digits) throw malformedValue()
    /** What the last digit counts, as a power of ten of the place `scale`. */
    const power = 4 * (weight + 1 - digits) + this.scale
    if (power < -3 || 4 * digits + power > SAFE_DIGITS) {
      writer.integer(row, this.#large(view, start, digits, power, sign === NEGATIVE))
      return
    }
    const value = digits === 0 ? 0 : small(view, start + HEADER, digits, power)
    if (value > this.#safeMost) throw tooLong()
    writer.safeInteger(row, sign === NEGATIVE ? -value : value)
  }

  #large(view: DataView, start: number, digits: number, power: number, isNegative: boolean) {
    let value = 0n
    for (let i = 0; i < digits; i++) {
      value = value * 10_000n + BigInt(digitAt(view, start + HEADER + 2 * i))
      if (value > this.#most * 10_000n) throw tooLong()
    }
    const scaled = power < 0 ? divided(value, -power) : value * 10n ** BigInt(Math.min(power, 76))
    if (scaled > this.#most) throw tooLong()
    return isNegative ? -scaled : scaled
  }
}

/** Of at most 15 decimal digits. */
function small(view: DataView, start: number, digits: number, power: number): number {
  let value = 0
  const last = digits - 1
  for (let i = 0; i < last; i++) value = value * BASE + digitAt(view, start + 2 * i)
  const digit = digitAt(view, start + 2 * last)
  if (power >= 0) return (value * BASE + digit) * 10 ** power
  const unit = 10 ** -power
  if (digit % unit !== 0) throw new Misfit('a number of more decimal places')
  return value * (BASE / unit) + digit / unit
}

function digitAt(view: DataView, at: number): number {
  const digit = view.getUint16(at)
  if (digit >= BASE) throw malformedValue()
  return digit
}

function divided(value: bigint, power: number): bigint {
  const unit = 10n ** BigInt(Math.min(power, 80))
  if (value % unit !== 0n) throw new Misfit('a number of more decimal places')
  return value / unit
}

function notFinite(sign: number): Error {
  const name = NOT_FINITE[sign]
  return name === undefined ? malformedValue() : new Misfit(name)
}

function tooLong(): Misfit {
  return new Misfit('a number of more digits')
}
