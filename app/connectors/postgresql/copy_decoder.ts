import type { ColumnBatch } from '#connectors/columnar/column_batch'
import { type FieldDecoder, malformedValue } from '#connectors/columnar/fields'
import { RowBlock } from '#connectors/columnar/row_block'
import { ROWS } from '#connectors/columnar/rows'
import type { ImportedColumn } from '#connectors/contracts'

/** What a copy begins with, before flags and the length of what else is in its head, of 32 bits each. */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
const HEAD = SIGNATURE.length + 8
/** Where a row's number of values would be. */
const END_OF_COPY = -1

/** Reads what `COPY … (FORMAT binary)` sends. */
export class CopyDecoder {
  readonly #block: RowBlock
  #hasBegun = false
  #hasEnded = false

  constructor(
    columns: readonly ImportedColumn[],
    decoders: readonly FieldDecoder[],
    onBatch: (batch: ColumnBatch) => void
  ) {
    this.#block = new RowBlock(columns, decoders, onBatch)
  }

  /**
   * One message, which is one row, with the head before the first one; `data` must stay as it is until `flush`.
   *
   * @throws ConnectorError `wrong_protocol`; `value_out_of_range` of a row before it
   */
  message(data: Buffer, start: number, end: number) {
    this.#block.use(data)
    let offset = this.#hasBegun ? start : this.#begin(start, end)
    while (offset < end) offset = this.#findRow(offset, end)
  }

  /** Decodes what was found. */
  flush() {
    this.#block.flush()
  }

  /** Nothing follows. */
  end() {
    if (!this.#hasEnded) throw malformedValue()
    this.#block.end()
  }

  #begin(start: number, end: number): number {
    if (end - start < HEAD) throw malformedValue()
    const { bytes, view } = this.#block
    const signature = bytes.subarray(start, start + SIGNATURE.length)
    const more = view.getUint32(start + HEAD - 4)
    if (!signature.equals(SIGNATURE) || more > end - start - HEAD) throw malformedValue()
    this.#hasBegun = true
    return start + HEAD + more
  }

  /** Where the row ends. */
  #findRow(start: number, end: number): number {
    const { view, columns, found, starts, lengths } = this.#block
    if (this.#hasEnded || start + 2 > end) throw malformedValue()
    const count = view.getInt16(start)
    this.#hasEnded = count === END_OF_COPY
    if (this.#hasEnded) return start + 2
    if (count !== columns) throw malformedValue()
    let offset = start + 2
    for (let at = found; at < columns * ROWS; at += ROWS) {
      if (offset + 4 > end) throw malformedValue()
      const length = view.getInt32(offset)
      offset += 4
      starts[at] = offset
      lengths[at] = length
      if (length > 0) offset += length
      else if (length < -1) throw malformedValue()
    }
    if (offset > end) throw malformedValue()
    this.#block.endRow()
    return offset
  }
}
