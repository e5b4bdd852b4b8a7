import { BatchBuilder } from '#connectors/columnar/batch_builder'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import { Misfit } from '#connectors/columnar/misfit'
import type { VariableWriter } from '#connectors/columnar/variable_writer'
import type { ImportedColumn } from '#connectors/contracts'
import { FieldCursor } from '#connectors/mongodb/bson_reader'
import type { PlannedColumn } from '#connectors/mongodb/import_types'
import { MOST_BYTES, nameJson, tooLong, wholeJson } from '#connectors/mongodb/json_value'

/** Writes documents into batches; a field that a document does not have is NULL. */
export class DocumentDecoder {
  readonly #builder: BatchBuilder
  readonly #names: Buffer[]
  readonly #places: ReadonlyMap<string, number>
  /** By column: the document that last had a value of it. */
  readonly #filled: Int32Array
  #document = 0

  /** @param rest the column for all other fields; null when nobody wants them */
  constructor(
    private readonly plans: readonly PlannedColumn[],
    private readonly rest: ImportedColumn | null
  ) {
    this.#builder = new BatchBuilder(this.columns)
    this.#names = plans.map(({ imported }) => Buffer.from(imported.name))
    this.#places = new Map(plans.map(({ imported }, place) => [imported.name, place]))
    this.#filled = new Int32Array(plans.length)
  }

  get columns(): ImportedColumn[] {
    return [...this.plans.map(({ imported }) => imported), ...(this.rest ? [this.rest] : [])]
  }

  /**
   * A batch, when this document has filled it.
   *
   * @throws ConnectorError `value_out_of_range` that names the column, `wrong_protocol`
   */
  add(document: Buffer): ColumnBatch | null {
    this.#document = (this.#document + 1) | 0
    const fields = new FieldCursor(document)
    const others: string[] = []
    // Fields mostly come in one order: that of the next column is tried first.
    let next = 0
    while (fields.next()) {
      const place = this.#placeOf(fields, next)
      if (place === -1 || this.#filled[place] === this.#document) this.#other(fields, place, others)
      else {
        this.#write(fields, place)
        next = place + 1
      }
    }
    this.#fillUp()
    this.#writeRest(others)
    return this.#builder.endRow() ? this.#builder.take() : null
  }

  /** What is left at the end. */
  end(): ColumnBatch | null {
    return this.#builder.row > 0 ? this.#builder.take() : null
  }

  #placeOf(fields: FieldCursor, next: number): number {
    const { bytes, nameStart, nameEnd } = fields
    const name = this.#names[next]
    const length = nameEnd - nameStart
    if (name?.length === length) {
      let i = 0
      while (i < length && bytes[nameStart + i] === name[i]) i += 1
      if (i === length) return next
    }
    return this.#places.get(fields.name) ?? -1
  }

  #write({ type, bytes, start, end }: FieldCursor, place: number) {
    const { row, writers } = this.#builder
    const target = writers[place]
    this.#filled[place] = this.#document
    if (!target) return
    if (type === 'null' || type === 'undefined') return target.null(row)
    try {
      this.plans[place]?.writer.write(type, bytes, start, end, target, row)
    } catch (error) {
      throw this.#builder.explain(error, place)
    }
  }

  /** Of two fields with one name the first is the column's; nothing is left out silently. */
  #other(fields: FieldCursor, place: number, others: string[]) {
    if (!this.rest) {
      if (place === -1) return
      throw this.#builder.explain(new Misfit('a second field of this name'), place)
    }
    try {
      others.push(`${nameJson(fields)}:${wholeJson(fields.type, fields.value)}`)
    } catch (error) {
      throw this.#builder.explain(error, this.plans.length)
    }
  }

  #fillUp() {
    const { row, writers } = this.#builder
    for (let place = 0; place < this.plans.length; place++) {
      if (this.#filled[place] !== this.#document) writers[place]?.null(row)
    }
  }

  #writeRest(others: readonly string[]) {
    if (!this.rest) return
    const { row, writers } = this.#builder
    const writer = writers[this.plans.length] as VariableWriter
    if (others.length === 0) return writer.null(row)
    if (others.reduce((sum, { length }) => sum + length, 0) > MOST_BYTES) {
      throw this.#builder.explain(tooLong(), this.plans.length)
    }
    writer.text(row, `{${others.join(',')}}`)
  }
}
