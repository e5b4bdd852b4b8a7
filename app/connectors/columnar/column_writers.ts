import type { ColumnData, Validity } from '#connectors/columnar/column_batch'
import { type ColumnType, widthOf } from '#connectors/columnar/column_type'

/** Rows for which there is room at first. */
export const ROWS = 2_048

/** Takes the values of one column, each at the number of its row, from the first to the last. */
export type ColumnWriter = FixedWriter | VariableWriter | ListWriter

export function writerFor(type: ColumnType): ColumnWriter {
  if (type.name === 'list') return new ListWriter(writerFor(type.of))
  const width = widthOf(type)
  return width === null ? new VariableWriter() : new FixedWriter(width)
}

/** Remembers which rows have no value. */
class ValidityWriter {
  #bits: Uint8Array<ArrayBuffer> | null = null

  clear(row: number) {
    this.#bits ??= new Uint8Array(ROWS / 8).fill(0xff)
    if (row >= this.#bits.length * 8) this.#bits = grown(this.#bits, 0xff)
    this.#bits[row >> 3] = (this.#bits[row >> 3] ?? 0) & ~(1 << (row & 7))
  }

  take(rows: number): Validity {
    if (!this.#bits) return null
    while (rows > this.#bits.length * 8) this.#bits = grown(this.#bits, 0xff)
    const { buffer } = this.#bits
    this.#bits = null
    return buffer
  }
}

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
    else if (this.width === 4) this.int32(row, Number(value))
    else if (this.width === 2) this.int16(row, Number(value))
    else this.int8(row, Number(value))
  }

  take(rows: number): ColumnData {
    const values = this.#bytes.buffer
    this.#use(new Uint8Array(this.width * ROWS))
    return { kind: 'fixed', values, validity: this.#validity.take(rows) }
  }

  #reserve(row: number) {
    while (row >= this.#room) this.#use(grown(this.#bytes))
  }

  #use(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes
    this.#room = bytes.length / this.width
    this.#words = new Int32Array(bytes.buffer, 0, bytes.length >> 2)
    this.#view = new DataView(bytes.buffer)
  }
}

/** Bytes that a column of texts gets at first. */
const FIRST_BYTES = 32 * 1024

/** Texts in UTF-8, JSON, bytes. */
export class VariableWriter {
  /** Bytes so far. */
  size = 0
  readonly #validity = new ValidityWriter()
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_BYTES)
  #offsets: Uint32Array<ArrayBuffer> = new Uint32Array(ROWS + 1)

  null(row: number) {
    this.#validity.clear(row)
    this.#end(row)
  }

  /** Copies `source` from `start` up to `end`. */
  bytes(row: number, source: Buffer, start = 0, end = source.length) {
    this.#reserve(end - start)
    this.#bytes.set(source.subarray(start, end), this.size)
    this.size += end - start
    this.#end(row)
  }

  text(row: number, value: string) {
    this.#reserve(value.length * 3)
    this.size += Buffer.from(this.#bytes.buffer).write(value, this.size, 'utf8')
    this.#end(row)
  }

  take(rows: number): ColumnData {
    const data: ColumnData = {
      kind: 'variable',
      bytes: this.#bytes.buffer,
      offsets: this.#offsets.buffer,
      validity: this.#validity.take(rows),
    }
    this.#bytes = new Uint8Array(FIRST_BYTES)
    this.#offsets = new Uint32Array(ROWS + 1)
    this.size = 0
    return data
  }

  #end(row: number) {
    if (row + 1 >= this.#offsets.length) this.#offsets = doubled(this.#offsets)
    this.#offsets[row + 1] = this.size
  }

  #reserve(bytes: number) {
    while (this.size + bytes > this.#bytes.length) this.#bytes = grown(this.#bytes)
  }
}

/** Lists of values of one type: the items are written with `items`, each at `nextItem()`, then the list is ended. */
export class ListWriter {
  readonly #validity = new ValidityWriter()
  #offsets: Uint32Array<ArrayBuffer> = new Uint32Array(ROWS + 1)
  #count = 0

  constructor(readonly items: ColumnWriter) {}

  get size(): number {
    return this.items.size + this.#count * 8
  }

  nextItem(): number {
    return this.#count++
  }

  end(row: number) {
    this.#offsets[row + 1] = this.#count
  }

  null(row: number) {
    this.#validity.clear(row)
    this.end(row)
  }

  take(rows: number): ColumnData {
    const data: ColumnData = {
      kind: 'list',
      items: this.items.take(this.#count),
      offsets: this.#offsets.buffer,
      validity: this.#validity.take(rows),
    }
    this.#offsets = new Uint32Array(ROWS + 1)
    this.#count = 0
    return data
  }
}

function grown(bytes: Uint8Array<ArrayBuffer>, fill = 0): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2).fill(fill)
  larger.set(bytes)
  return larger
}

function doubled(offsets: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(offsets.length * 2)
  larger.set(offsets)
  return larger
}
