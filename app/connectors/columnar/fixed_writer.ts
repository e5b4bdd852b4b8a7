import type { ColumnData } from '#connectors/columnar/column_batch'
import { ROWS } from '#connectors/columnar/rows'
import { ValidityWriter } from '#connectors/columnar/validity_writer'

const TWO_TO_32 = 4_294_967_296

/** Values of one width. Which of the setters fits is for the column's type to say. */
export class FixedWriter {
  /** Bytes that values count for, however narrow they are. */
  readonly size = 0
  readonly #validity = new ValidityWriter()
  #room = ROWS
  #bytes!: Uint8Array<ArrayBuffer>
  #words!: Int32Array
  #view!: DataView

  constructor(private readonly width: number) {
    this.#use(new Uint8Array(width * ROWS))
  }

  null(row: number) {
    this.#reserve(row)
    this.#validity.clear(row)
  }

  int8(row: number, value: number) {
    this.#reserve(row)
    this.#bytes[row] = value
  }

  int16(row: number, value: number) {
    this.#reserve(row)
    this.#view.setInt16(row * 2, value, true)
  }

  /** Also for unsigned ones. */
  int32(row: number, value: number) {
    this.#reserve(row)
    this.#words[row] = value
  }

  /** The lower and the higher half, each 32 bits of whichever sign. */
  int64(row: number, low: number, high: number) {
    this.#reserve(row)
    this.#words[row * 2] = low
    this.#words[row * 2 + 1] = high
  }

  /** Four times 32 bits of whichever sign, the lowest first. */
  int128(row: number, word0: number, word1: number, word2: number, word3: number) {
    this.#reserve(row)
    this.#words[row * 4] = word0
    this.#words[row * 4 + 1] = word1
    this.#words[row * 4 + 2] = word2
    this.#words[row * 4 + 3] = word3
  }

  /** @param value any integer of 64 bits, signed or not */
  bigint64(row: number, value: bigint) {
    this.#reserve(row)
    this.#view.setBigInt64(row * 8, value, true)
  }

  /** @param value any integer of 128 bits, signed */
  bigint128(row: number, value: bigint) {
    this.#reserve(row)
    this.#view.setBigInt64(row * 16, value, true)
    this.#view.setBigInt64(row * 16 + 8, value >> 64n, true)
  }

  float(row: number, value: number) {
    this.#reserve(row)
    this.#view.setFloat32(row * 4, value, true)
  }

  double(row: number, value: number) {
    this.#reserve(row)
    this.#view.setFloat64(row * 8, value, true)
  }

  /** An integer of the column's own width, such as a decimal's. */
  integer(row: number, value: bigint) {
    if (this.width === 16) this.bigint128(row, value)
    else if (this.width === 8) this.bigint64(row, value)
    else this.safeInteger(row, Number(value))
  }

  /** The same for an integer below 2^53, whichever its sign: bitwise operators take it modulo 2^32. */
  safeInteger(row: number, value: number) {
    const { width } = this
    if (width === 8) this.int64(row, value, Math.floor(value / TWO_TO_32))
    else if (width === 4) this.int32(row, value)
    else if (width === 2) this.int16(row, value)
    else if (width === 1) this.int8(row, value)
    else {
      const sign = value < 0 ? -1 : 0
      this.int128(row, value, Math.floor(value / TWO_TO_32), sign, sign)
    }
  }

  take(rows: number): ColumnData {
    const values = this.#bytes.buffer
    this.#use(new Uint8Array(this.width * ROWS))
    return { kind: 'fixed', values, validity: this.#validity.take(rows) }
  }

  #reserve(row: number) {
    while (row >= this.#room) this.#grow()
  }

  #grow() {
    const larger = new Uint8Array(this.#bytes.length * 2)
    larger.set(this.#bytes)
    this.#use(larger)
  }

  #use(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes
    this.#room = bytes.length / this.width
    this.#words = new Int32Array(bytes.buffer, 0, bytes.length >> 2)
    this.#view = new DataView(bytes.buffer)
  }
}
