import type { BatchBuilder } from '#connectors/columnar/batch_builder'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import type { Value } from '#connectors/sqlserver/session'
import type { ValueWriter } from '#connectors/sqlserver/value_writers'

/** Rows as the driver reads them, on their way into batches. */
export class RowWriter {
  constructor(
    private readonly builder: BatchBuilder,
    private readonly writers: readonly ValueWriter[]
  ) {}

  /** Values of a row. */
  get width(): number {
    return this.writers.length
  }

  /**
   * A batch when this row has filled one, else null.
   *
   * @throws ConnectorError `value_out_of_range`, or what a decoder throws
   */
  write(values: readonly { value: Value }[]): ColumnBatch | null {
    const { builder } = this
    const { writers: targets, row } = builder
    for (const [column, writer] of this.writers.entries()) {
      const target = targets[column]
      if (!target) continue
      const value = values[column]?.value ?? null
      if (value === null) target.null(row)
      else {
        try {
          writer.write(value, target, row)
        } catch (error) {
          throw builder.explain(error, column)
        }
      }
    }
    return builder.endRow() ? builder.take() : null
  }

  /** What is left after the last row; null when there is nothing. */
  rest(): ColumnBatch | null {
    return this.builder.row > 0 ? this.builder.take() : null
  }
}
