import { type FieldDecoder, type Fields, malformedValue } from '#connectors/columnar/fields'
import { Misfit } from '#connectors/columnar/misfit'
import type { ListWriter } from '#connectors/columnar/list_writer'

/**
 * An array is its number of dimensions, a flag, the items' type, for each dimension its size and first index, then
 * each item with its length before it; 32 bits each (array_send in PostgreSQL's sources).
 */
const HEADER = 12
const DIMENSION = 8

/** Arrays of one dimension that are counted from 1, as lists. */
export class ListDecoder implements FieldDecoder {
  #starts = new Int32Array(1_024)
  #lengths = new Int32Array(1_024)

  constructor(private readonly items: FieldDecoder) {}

  decode(fields: Fields, writer: ListWriter, first: number): void {
    const { starts, lengths, from, count } = fields
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else this.#decode(fields, starts[from + i] ?? 0, length, writer, first + i)
    }
  }

  #decode({ bytes, view }: Fields, start: number, length: number, writer: ListWriter, row: number) {
    const count = itemsOf(view, start, length)
    if (count > 0) {
      this.#find(view, start + HEADER + DIMENSION, start + length, count)
      const items = { bytes, view, starts: this.#starts, lengths: this.#lengths, from: 0, count }
      this.items.decode(items, writer.items, writer.count)
      writer.count += count
    }
    writer.end(row)
  }

  /** Where each item lies. */
  #find(view: DataView, start: number, end: number, count: number) {
    if (count > this.#starts.length) this.#grow(count)
    let offset = start
    for (let i = 0; i < count; i++) {
      if (offset + 4 > end) throw malformedValue()
      const length = view.getInt32(offset)
      offset += 4
      if (length < -1) throw malformedValue()
      this.#starts[i] = offset
      this.#lengths[i] = length
      if (length > 0) offset += length
      if (offset > end) throw malformedValue()
    }
    if (offset !== end) throw malformedValue()
  }

  #grow(count: number) {
    this.#starts = new Int32Array(count * 2)
    this.#lengths = new Int32Array(count * 2)
  }
}

function itemsOf(view: DataView, start: number, length: number): number {
  if (length < HEADER) throw malformedValue()
  const dimensions = view.getInt32(start)
  if (dimensions === 0) return 0
  if (dimensions < 0 || length < HEADER + DIMENSION) throw malformedValue()
  if (dimensions > 1) throw new Misfit('an array of several dimensions')
  const count = view.getInt32(start + HEADER)
  const firstIndex = view.getInt32(start + HEADER + 4)
  // Each item takes four bytes at least.
  if (count < 0 || count > length / 4) throw malformedValue()
  if (firstIndex !== 1) throw new Misfit('an array that is not counted from 1')
  return count
}
