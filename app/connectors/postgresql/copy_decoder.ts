import { BatchBuilder } from '#connectors/columnar/batch_builder'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import { ROWS } from '#connectors/columnar/rows'
import type { ImportedColumn } from '#connectors/contracts'
import type { FieldDecoder } from '#connectors/postgresql/field_decoders'
import { malformedValue } from '#connectors/postgresql/fields'

/** What a copy begins with, before flags and the length of what else is in its head, of 32 bits each. */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
const HEAD = SIGNATURE.length + 8
/** Where a row's number of values would be. */
const END_OF_COPY = -1

/**
 * Reads what `COPY … (FORMAT binary)` sends. Rows are found first, then each column of theirs is decoded in one go:
 * that takes a third of the time of going from value to value.
 */
export class CopyDecoder {
  readonly #builder: BatchBuilder
  readonly #starts: Int32Array
  readonly #lengths: Int32Array
  #data: Buffer = Buffer.alloc(0)
  #view: DataView = new DataView(new ArrayBuffer(0))
  /** Rows that were found and are not decoded. */
  #found = 0
  #hasBegun = false
  #hasEnded = false

  constructor(
    columns: readonly ImportedColumn[],
    private readonly decoders: readonly FieldDecoder[],
    private readonly onBatch: (batch: ColumnBatch) => void
  ) {
    this.#builder = new BatchBuilder(columns)
    this.#starts = new Int32Array(columns.length * ROWS)
    this.#lengths = new Int32Array(columns.length * ROWS)
  }

  /**
   * One message, which is one row, with the head before the first one; `data` must stay as it is until `flush`.
   *
   * @throws ConnectorError `wrong_protocol`; `value_out_of_range` of a row before it
   */
  message(data: Buffer, start: number, end: number) {
    if (data !== this.#data) this.#use(data)
    let offset = this.#hasBegun ? start : this.#begin(start, end)
    while (offset < end) offset = this.#findRow(offset, end)
  }

  /** Decodes what was found. */
  flush() {
    const { decoders } = this
    const { writers, row } = this.#builder
    const fields = {
      bytes: this.#data,
      view: this.#view,
      starts: this.#starts,
      lengths: this.#lengths,
      from: 0,
      count: this.#found,
    }
    if (fields.count === 0) return
    this.#found = 0
    for (const [column, decoder] of decoders.entries()) {
      const writer = writers[column]
      if (!writer) continue
      fields.from = column * ROWS
      try {
        decoder.decode(fields, writer, row)
      } catch (error) {
        throw this.#builder.explain(error, column)
      }
    }
    if (this.#builder.endRows(fields.count)) this.onBatch(this.#builder.take())
  }

  /** Nothing follows. */
  end() {
    if (!this.#hasEnded) throw malformedValue()
    this.flush()
    if (this.#builder.row > 0) this.onBatch(this.#builder.take())
  }

  #use(data: Buffer) {
    this.flush()
    this.#data = data
    this.#view = new DataView(data.buffer, data.byteOffset, data.length)
  }

  #begin(start: number, end: number): number {
    if (end - start < HEAD) throw malformedValue()
    const signature = this.#data.subarray(start, start + SIGNATURE.length)
    const more = this.#view.getUint32(start + HEAD - 4)
    if (!signature.equals(SIGNATURE) || more > end - start - HEAD) throw malformedValue()
    this.#hasBegun = true
    return start + HEAD + more
  }

  /** Where the row ends. */
  #findRow(start: number, end: number): number {
    const view = this.#view
    const columns = this.decoders.length
    if (this.#hasEnded || start + 2 > end) throw malformedValue()
    const count = view.getInt16(start)
    this.#hasEnded = count === END_OF_COPY
    if (this.#hasEnded) return start + 2
    if (count !== columns) throw malformedValue()
    let offset = start + 2
    for (let at = this.#found; at < columns * ROWS; at += ROWS) {
      if (offset + 4 > end) throw malformedValue()
      const length = view.getInt32(offset)
      offset += 4
      this.#starts[at] = offset
      this.#lengths[at] = length
      if (length > 0) offset += length
      else if (length < -1) throw malformedValue()
    }
    if (offset > end) throw malformedValue()
    this.#found += 1
    if (this.#found === this.#builder.room) this.flush()
    return offset
  }
}
