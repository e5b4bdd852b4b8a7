import bindings, { type DataChunk, type Vector } from '@duckdb/node-bindings'
import type { ColumnBatch, ColumnData, Validity } from '#connectors/columnar/column_batch'
import { type ColumnType, widthOf } from '#connectors/columnar/column_type'
import { firstBeyond } from '#datasets/duckdb/digits'
import { TooManyDigits } from '#datasets/duckdb/too_many_digits'

type DataOf<Kind extends ColumnData['kind']> = Extract<ColumnData, { kind: Kind }>

/** A text in DuckDB's memory: its length, then the text itself up to 12 bytes; longer ones lie elsewhere. */
const SLOT = 16
const INLINE = 12

/** Copies batches into the chunks in which DuckDB takes rows. That texts are UTF-8 was seen to when they were gathered. */
export class ChunkFiller {
  #slots = new Uint8Array(0)
  #column = 0

  constructor(private readonly types: readonly ColumnType[]) {}

  /** @throws TooManyDigits */
  fill(chunk: DataChunk, { rows, columns }: ColumnBatch) {
    bindings.data_chunk_set_size(chunk, rows)
    for (const [at, type] of this.types.entries()) {
      this.#column = at
      const data = columns[at]
      if (!data) throw new RangeError('A batch has fewer columns than its table')
      this.#fill(bindings.data_chunk_get_vector(chunk, at), type, data, rows)
    }
  }

  #fill(vector: Vector, type: ColumnType, data: ColumnData, count: number) {
    if (data.validity) setValidity(vector, data.validity, count)
    if (data.kind === 'fixed') this.#fixed(vector, type, data, count)
    else if (data.kind === 'variable') this.#variable(vector, data, count)
    else if (type.name === 'list') this.#list(vector, type.of, data, count)
  }

  #fixed(vector: Vector, type: ColumnType, { values, validity }: DataOf<'fixed'>, count: number) {
    const width = widthOf(type)
    if (width === null) throw new RangeError(`Values of ${type.name} have no fixed width`)
    const digits = digitsOf(type)
    if (digits !== null) {
      const beyond = firstBeyond(values, width, count, digits, (row) => isThere(validity, row))
      if (beyond >= 0) throw new TooManyDigits(this.#column)
    }
    bindings.copy_data_to_vector(vector, 0, values, 0, count * width)
  }

  /** Short texts are written all at once, each of the others costs a call. */
  #variable(vector: Vector, data: DataOf<'variable'>, count: number) {
    const offsets = new Uint32Array(data.offsets)
    const bytes = new Uint8Array(data.bytes)
    const slots = this.#slotsFor(count)
    const lengths = new Uint32Array(slots.buffer)
    const long: number[] = []
    for (let row = 0, start = 0; row < count; row++) {
      const end = offsets[row + 1] ?? start
      const length = end - start
      if (length > INLINE) {
        long.push(row)
      } else {
        lengths[row * 4] = length
        lengths[row * 4 + 1] = lengths[row * 4 + 2] = lengths[row * 4 + 3] = 0
        for (let at = 0; at < length; at++) slots[row * SLOT + 4 + at] = bytes[start + at] ?? 0
      }
      start = end
    }
    bindings.copy_data_to_vector(vector, 0, slots.buffer, 0, count * SLOT)
    for (const row of long) {
      const value = bytes.subarray(offsets[row], offsets[row + 1])
      bindings.vector_assign_string_element_len(vector, row, value)
    }
  }

  #list(vector: Vector, type: ColumnType, data: DataOf<'list'>, count: number) {
    const offsets = new Uint32Array(data.offsets)
    const items = offsets[count] ?? 0
    const entries = new Uint32Array(count * 4)
    for (let row = 0; row < count; row++) {
      const start = offsets[row] ?? 0
      entries[row * 4] = start
      entries[row * 4 + 2] = (offsets[row + 1] ?? start) - start
    }
    bindings.list_vector_reserve(vector, items)
    bindings.list_vector_set_size(vector, items)
    bindings.copy_data_to_vector(vector, 0, entries.buffer, 0, entries.byteLength)
    this.#fill(bindings.list_vector_get_child(vector), type, data.items, items)
  }

  #slotsFor(count: number): Uint8Array<ArrayBuffer> {
    if (this.#slots.length < count * SLOT) this.#slots = new Uint8Array(count * SLOT)
    return this.#slots
  }
}

function setValidity(vector: Vector, validity: ArrayBuffer, count: number) {
  bindings.vector_ensure_validity_writable(vector)
  bindings.copy_data_to_vector_validity(vector, 0, validity, 0, Math.ceil(count / 8))
}

function isThere(validity: Validity, row: number): boolean {
  if (!validity) return true
  return ((new Uint8Array(validity, row >> 3, 1)[0] ?? 0) & (1 << (row & 7))) !== 0
}

/** How many digits a value may have; null where its width alone bounds it. */
function digitsOf(type: ColumnType): number | null {
  if (type.name === 'decimal') return type.precision
  return type.name === 'int128' ? 38 : null
}
