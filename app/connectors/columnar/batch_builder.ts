import type { ColumnBatch } from '#connectors/columnar/column_batch'
import type { ColumnType } from '#connectors/columnar/column_type'
import { type ColumnWriter, ROWS, writerFor } from '#connectors/columnar/column_writers'

/** Bytes of texts and lists after which a batch is full, whatever its rows. */
const FULL = 8 * 1024 * 1024

/**
 * Gathers rows into batches of at most 2,048, which is what DuckDB takes at once, and of about 8 MB. The values of a
 * row are written with `writers`, in any order, at the number `row`; then the row is ended.
 */
export class BatchBuilder {
  readonly writers: ColumnWriter[]
  /** Of the row that is being written. */
  row = 0

  constructor(types: readonly ColumnType[]) {
    this.writers = types.map(writerFor)
  }

  /** True when the batch is full and must be taken before the next row. */
  endRow(): boolean {
    this.row += 1
    return this.row === ROWS || this.#size() > FULL
  }

  /** What was gathered; the builder is empty afterwards. */
  take(): ColumnBatch {
    const rows = this.row
    this.row = 0
    return { rows, columns: this.writers.map((writer) => writer.take(rows)) }
  }

  #size(): number {
    let size = 0
    for (const writer of this.writers) size += writer.size
    return size
  }
}
