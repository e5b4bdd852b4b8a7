import type { ColumnBatch } from '#connectors/columnar/column_batch'
import { type FieldDecoder, malformedValue } from '#connectors/columnar/fields'
import { RowBlock } from '#connectors/columnar/row_block'
import { ROWS } from '#connectors/columnar/rows'
import type { ImportedColumn } from '#connectors/contracts'

/** What stands for a value instead of its length, or says how many bytes the length has (MySQL, "Length-Encoded Integer"). */
const NULL = 0xfb
const TWO_BYTES = 0xfc
const THREE_BYTES = 0xfd
const EIGHT_BYTES = 0xfe

/** Reads rows as the text protocol sends them: values one after another, each with its length before it. */
export class RowDecoder {
  readonly #block: RowBlock

  constructor(
    columns: readonly ImportedColumn[],
    decoders: readonly FieldDecoder[],
    onBatch: (batch: ColumnBatch) => void
  ) {
    this.#block = new RowBlock(columns, decoders, onBatch)
  }

  /**
   * One row is `data` from `start` up to `end`; `data` must stay as it is until the next one or the end.
   *
   * @throws ConnectorError `wrong_protocol`; `value_out_of_range` of a row before it
   */
  row(data: Buffer, start: number, end: number) {
    this.#block.use(data)
    const { columns, found, starts, lengths, view } = this.#block
    let offset = start
    for (let at = found; at < columns * ROWS; at += ROWS) {
      if (offset >= end) throw malformedValue()
      let length = data[offset++] ?? 0
      if (length === NULL) length = -1
      else if (length > NULL) {
        const size = sizeOfLength(length)
        if (offset + size > end) throw malformedValue()
        length = longLength(view, offset, size)
        offset += size
      }
      starts[at] = offset
      lengths[at] = length
      if (length > 0) offset += length
    }
    if (offset !== end) throw malformedValue()
    this.#block.endRow()
  }

  end() {
    this.#block.end()
  }
}

function sizeOfLength(code: number): number {
  if (code === TWO_BYTES) return 2
  if (code === THREE_BYTES) return 3
  if (code === EIGHT_BYTES) return 8
  throw malformedValue()
}

function longLength(view: DataView, at: number, size: number): number {
  const low = view.getUint16(at, true)
  if (size === 2) return low
  if (size === 3) return low + view.getUint8(at + 2) * 65_536
  // No value has more than a gigabyte; whatever else is said is longer than what there is.
  return Math.min(view.getUint32(at, true) + view.getUint32(at + 4, true) * 4_294_967_296, 2 ** 30)
}
