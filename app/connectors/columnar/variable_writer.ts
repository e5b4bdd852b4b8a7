import { isUtf8 } from 'node:buffer'
import type { ColumnData } from '#connectors/columnar/column_batch'
import { Misfit } from '#connectors/columnar/misfit'
import { ROWS } from '#connectors/columnar/rows'
import { ValidityWriter } from '#connectors/columnar/validity_writer'

/** Bytes that a column of texts gets at least. */
const FIRST_BYTES = 32 * 1024

/** Bytes up to which a loop copies faster than a call does. */
const SHORT = 64

/** Texts in UTF-8, JSON, bytes. */
export class VariableWriter {
  /** Bytes so far. */
  size = 0
  readonly #validity = new ValidityWriter()
  #bytes: Buffer<ArrayBuffer> = bufferOf(FIRST_BYTES)
  #offsets: Uint32Array<ArrayBuffer> = new Uint32Array(ROWS + 1)
  /** A value began in the middle of a character. */
  #isTorn = false

  /** @param isText whether values must be UTF-8 */
  constructor(private readonly isText: boolean) {}

  null(row: number) {
    this.#validity.clear(row)
    this.#end(row)
  }

  /** Copies `source` from `start` up to `end`. */
  bytes(row: number, source: Uint8Array, start = 0, end = source.length) {
    const length = end - start
    this.#reserve(length)
    if (length > SHORT) this.#bytes.set(source.subarray(start, end), this.size)
    else this.#copy(source, start, length)
    if (length > 0) this.#isTorn ||= ((source[start] ?? 0) & 0xc0) === 0x80
    this.size += length
    this.#end(row)
  }

  text(row: number, value: string) {
    this.#reserve(value.length * 3)
    this.size += this.#ascii(value) ? value.length : this.#bytes.write(value, this.size, 'utf8')
    this.#end(row)
  }

  /** Whether a short text was written that is only ASCII: most are, and a loop is quicker there than a call. */
  #ascii(value: string): boolean {
    if (value.length > SHORT) return false
    const target = this.#bytes
    const { size } = this
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i)
      if (code > 127) return false
      target[size + i] = code
    }
    return true
  }

  /** @throws Misfit when a text is none: every value is UTF-8 when all together are, and none begins within a character */
  take(rows: number): ColumnData {
    const { size } = this
    const bytes = this.#bytes
    const isBroken = this.isText && (this.#isTorn || !isUtf8(bytes.subarray(0, size)))
    const data: ColumnData = {
      kind: 'variable',
      bytes: bytes.buffer,
      offsets: this.#offsets.buffer,
      validity: this.#validity.take(rows),
    }
    this.#bytes = bufferOf(roomFor(size))
    this.#offsets = new Uint32Array(ROWS + 1)
    this.size = 0
    this.#isTorn = false
    if (isBroken) throw new Misfit('text that is not UTF-8')
    return data
  }

  #copy(source: Uint8Array, start: number, length: number) {
    const target = this.#bytes
    const { size } = this
    for (let i = 0; i < length; i++) target[size + i] = source[start + i] ?? 0
  }

  #end(row: number) {
    if (row + 1 >= this.#offsets.length) this.#growOffsets()
    this.#offsets[row + 1] = this.size
  }

  #growOffsets() {
    const larger = new Uint32Array(this.#offsets.length * 2)
    larger.set(this.#offsets)
    this.#offsets = larger
  }

  #reserve(bytes: number) {
    if (this.size + bytes > this.#bytes.length) this.#grow(this.size + bytes)
  }

  #grow(needed: number) {
    const larger = bufferOf(Math.max(needed, this.#bytes.length * 2))
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}

/** Never of a shared pool: it is handed to another thread. */
function bufferOf(size: number): Buffer<ArrayBuffer> {
  return Buffer.from(new ArrayBuffer(size))
}

/** The next batch is about as large as the last one; one of huge values is not taken as the measure. */
function roomFor(size: number): number {
  return Math.min(Math.max(FIRST_BYTES, Math.ceil(size * 1.25)), 4 * 1024 * 1024)
}
