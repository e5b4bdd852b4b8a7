import type { ColumnBatch, ColumnData } from '#connectors/columnar/column_batch'
import { type ColumnWriter, writerFor } from '#connectors/columnar/column_writers'
import { Misfit, valueOutOfRange } from '#connectors/columnar/misfit'
import { ROWS } from '#connectors/columnar/rows'
import type { ImportedColumn } from '#connectors/contracts'

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

  constructor(private readonly columns: readonly ImportedColumn[]) {
    this.writers = columns.map(({ type }) => writerFor(type))
  }

  /** Rows that it takes before it is full. */
  get room(): number {
    return ROWS - this.row
  }

  /** True when the batch is full and must be taken before the next row. */
  endRow(): boolean {
    return this.endRows(1)
  }

  /** The same for several rows that were written column by column. */
  endRows(count: number): boolean {
    this.row += count
    return this.row === ROWS || this.#size() > FULL
  }

  /**
   * What was gathered; the builder is empty afterwards.
   *
   * @throws ConnectorError `value_out_of_range` when a column of texts holds what is none
   */
  take(): ColumnBatch {
    const rows = this.row
    this.row = 0
    return { rows, columns: this.writers.map((writer, i) => this.#take(writer, i, rows)) }
  }

  /** What a Misfit in the column of this number is told as; anything else stays as it is. */
  explain(error: unknown, column: number): unknown {
    return error instanceof Misfit
      ? valueOutOfRange(this.columns[column]?.name ?? '', error)
      : error
  }

  #take(writer: ColumnWriter, column: number, rows: number): ColumnData {
    try {
      return writer.take(rows)
    } catch (error) {
      throw this.explain(error, column)
    }
  }

  #size(): number {
    let size = 0
    for (const writer of this.writers) size += writer.size
    return size
  }
}
