import { BatchBuilder } from '#connectors/columnar/batch_builder'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import type { FieldDecoder } from '#connectors/columnar/fields'
import { ROWS } from '#connectors/columnar/rows'
import type { ImportedColumn } from '#connectors/contracts'

/**
 * Rows that were found in what a server sent, and are not decoded yet: where each value lies. Each column is then
 * decoded in one go, which takes a third of the time of going from value to value.
 */
export class RowBlock {
  /** Value `i` of a column is at `column * ROWS + i` of both. */
  readonly starts: Int32Array
  readonly lengths: Int32Array
  /** Rows. */
  found = 0
  bytes: Buffer = Buffer.alloc(0)
  view: DataView = new DataView(new ArrayBuffer(0))
  readonly #builder: BatchBuilder

  constructor(
    columns: readonly ImportedColumn[],
    private readonly decoders: readonly FieldDecoder[],
    private readonly onBatch: (batch: ColumnBatch) => void
  ) {
    this.#builder = new BatchBuilder(columns)
    this.starts = new Int32Array(columns.length * ROWS)
    this.lengths = new Int32Array(columns.length * ROWS)
  }

  get columns(): number {
    return this.decoders.length
  }

  /** What follows lies in `bytes`, which must stay as they are until the next `flush`. */
  use(bytes: Buffer) {
    if (bytes === this.bytes) return
    this.flush()
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  /** Starts and lengths of one more row are there. */
  endRow() {
    this.found += 1
    if (this.found === this.#builder.room) this.flush()
  }

  /**
   * Decodes what was found.
   *
   * @throws ConnectorError `value_out_of_range`, or what a decoder throws
   */
  flush() {
    const { bytes, view, starts, lengths, found: count, decoders } = this
    if (count === 0) return
    this.found = 0
    const { writers, row } = this.#builder
    const fields = { bytes, view, starts, lengths, from: 0, count }
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
    if (this.#builder.endRows(count)) this.onBatch(this.#builder.take())
  }

  /** No row follows. */
  end() {
    this.flush()
    if (this.#builder.row > 0) this.onBatch(this.#builder.take())
  }
}
