import type { ColumnBatch } from '#connectors/columnar/column_batch'
import { type FieldDecoder, malformedValue } from '#connectors/columnar/fields'
import { RowBlock } from '#connectors/columnar/row_block'
import type { ImportedColumn } from '#connectors/contracts'
import { RowScanner } from '#connectors/snowflake/row_scanner'
import { RowWindow } from '#connectors/snowflake/row_window'

/** Makes batches of a result, chunk by chunk, and holds no more of it than a window and a batch. */
export class ResultDecoder {
  readonly #block: RowBlock
  readonly #ready: ColumnBatch[] = []

  constructor(columns: readonly ImportedColumn[], decoders: readonly FieldDecoder[]) {
    this.#block = new RowBlock(columns, decoders, (batch) => this.#ready.push(batch))
  }

  /**
   * What a chunk adds to whole batches; the rest waits for the next one.
   *
   * @param rowCount what was announced: neither more nor fewer may come
   * @throws ConnectorError `wrong_protocol`, `value_out_of_range`, or whatever `body` throws
   */
  async *chunk(
    body: AsyncIterable<Buffer>,
    rowCount: number | null
  ): AsyncGenerator<ColumnBatch, void> {
    const scanner = new RowScanner(this.#block)
    const window = new RowWindow()
    const limit = rowCount ?? Number.POSITIVE_INFINITY
    for await (const piece of body) {
      if (!window.add(piece)) continue
      const bytes = window.take()
      yield* this.#rowsIn(bytes, scanner, limit)
      window.putBack(bytes.subarray(scanner.at))
      scanner.at = 0
    }
    const bytes = window.take()
    yield* this.#rowsIn(bytes, scanner, limit)
    if (!scanner.isDone(bytes) || scanner.rows < (rowCount ?? 0)) throw malformedValue()
  }

  /** No chunk follows. */
  *end(): Generator<ColumnBatch, void> {
    this.#block.end()
    yield* this.#taken()
  }

  *#rowsIn(bytes: Buffer, scanner: RowScanner, limit: number): Generator<ColumnBatch, void> {
    while (scanner.next(bytes)) {
      if (scanner.rows > limit) throw malformedValue()
      yield* this.#taken()
    }
  }

  *#taken(): Generator<ColumnBatch, void> {
    for (let batch = this.#ready.shift(); batch; batch = this.#ready.shift()) yield batch
  }
}
