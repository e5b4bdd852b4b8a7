import type { ColumnData } from '#connectors/columnar/column_batch'
import type { ColumnWriter } from '#connectors/columnar/column_writers'
import { ROWS } from '#connectors/columnar/rows'
import { ValidityWriter } from '#connectors/columnar/validity_writer'

/** Lists of values of one type: the items are written with `items`, from `count` on, then the list is ended. */
export class ListWriter {
  /** Items so far. */
  count = 0
  readonly #validity = new ValidityWriter()
  #offsets: Uint32Array<ArrayBuffer> = new Uint32Array(ROWS + 1)

  constructor(readonly items: ColumnWriter) {}

  /** Items count for eight bytes beside their own. */
  get size(): number {
    return this.items.size + this.count * 8
  }

  nextItem(): number {
    return this.count++
  }

  end(row: number) {
    this.#offsets[row + 1] = this.count
  }

  null(row: number) {
    this.#validity.clear(row)
    this.end(row)
  }

  take(rows: number): ColumnData {
    const data: ColumnData = {
      kind: 'list',
      items: this.items.take(this.count),
      offsets: this.#offsets.buffer,
      validity: this.#validity.take(rows),
    }
    this.#offsets = new Uint32Array(ROWS + 1)
    this.count = 0
    return data
  }
}
