import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import { Misfit } from '#connectors/columnar/misfit'

const MINUS = 45
const POINT = 46
const ZERO = 48
const NINE = 57
/** Decimal digits that a double holds exactly. */
const SAFE_DIGITS = 15

/**
 * Numbers, which the driver spells with as many places as they have and no zero before the point, as integers that
 * count units of the place `scale`.
 */
export class NumberWriter {
  readonly #most: bigint
  readonly #safeMost: number

  constructor(
    precision: number,
    private readonly scale: number
  ) {
    this.#most = 10n ** BigInt(precision) - 1n
    this.#safeMost = 10 ** Math.min(precision, SAFE_DIGITS) - 1
  }

  /** @throws Misfit for a number of more digits than there is room for */
  write(text: string, writer: FixedWriter, row: number) {
    const value = this.#small(text)
    if (value === null) writer.integer(row, this.#large(text))
    else writer.safeInteger(row, value)
  }

  /** Null for what is not surely exact in a double. */
  #small(text: string): number | null {
    const { length } = text
    if (length > SAFE_DIGITS) return null
    const isNegative = text.charCodeAt(0) === MINUS
    let value = 0
    let point = length - 1
    for (let at = isNegative ? 1 : 0; at < length; at++) {
      const code = text.charCodeAt(at)
      if (code >= ZERO && code <= NINE) value = value * 10 + code - ZERO
      else if (code === POINT && point === length - 1) point = at
      else return null
    }
    const missing = this.scale - (length - 1 - point)
    if (missing < 0 || length + missing > SAFE_DIGITS) return null
    const scaled = value * 10 ** missing
    if (scaled > this.#safeMost) throw tooLong()
    return isNegative ? -scaled : scaled
  }

  #large(text: string): bigint {
    const [, sign, whole = '', places = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text) ?? []
    if (sign === undefined || whole + places === '') throw new Misfit('an infinite number')
    if (/[1-9]/.test(places.slice(this.scale))) throw new Misfit('a number of more decimal places')
    const value = BigInt(whole + places.slice(0, this.scale).padEnd(this.scale, '0'))
    if (value > this.#most) throw tooLong()
    return sign ? -value : value
  }
}

function tooLong(): Misfit {
  return new Misfit('a number of more digits')
}
