import type { Validity } from '#connectors/columnar/column_batch'
import { ROWS } from '#connectors/columnar/rows'

/** Remembers which rows have no value. */
export class ValidityWriter {
  #bits: Uint8Array<ArrayBuffer> | null = null

  clear(row: number) {
    this.#bits ??= new Uint8Array(ROWS / 8).fill(0xff)
    while (row >= this.#bits.length * 8) this.#bits = doubled(this.#bits)
    this.#bits[row >> 3] = (this.#bits[row >> 3] ?? 0) & ~(1 << (row & 7))
  }

  take(rows: number): Validity {
    if (!this.#bits) return null
    while (rows > this.#bits.length * 8) this.#bits = doubled(this.#bits)
    const { buffer } = this.#bits
    this.#bits = null
    return buffer
  }
}

function doubled(bits: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bits.length * 2).fill(0xff)
  larger.set(bits)
  return larger
}
