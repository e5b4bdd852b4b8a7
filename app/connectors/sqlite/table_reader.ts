import type { Database } from 'better-sqlite3'
import { isUtf8 } from 'node:buffer'
import { BatchBuilder } from '#connectors/columnar/batch_builder'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import { Misfit } from '#connectors/columnar/misfit'
import type { Column, ImportedColumn, RowFilter } from '#connectors/contracts'
import { quote } from '#connectors/sqlite/catalog'
import { planColumns, type PlannedColumn, type Source } from '#connectors/sqlite/import_columns'
import type { Value, ValueWriter } from '#connectors/sqlite/value_writers'
import { SQL_COMPARISONS } from '#connectors/sql_comparisons'

/** What is read of a table. */
export interface TableRequest {
  table: string
  columns: Column[]
  filters: RowFilter[]
  limit: number | null
  asText: string[]
}

/** Bytes of one value at most. */
const MOST_BYTES = 64 * 1024 * 1024
/** What the driver puts where bytes are no text. */
const REPLACEMENT = '\ufffd'

/** Reads one table from its first row to its last. */
export class TableReader {
  readonly #plans: PlannedColumn[]
  readonly #writers: ValueWriter[]
  readonly #builder: BatchBuilder
  readonly #rows: IterableIterator<(Value | null)[]>
  readonly #source: Source
  /** Columns whose texts were all found to be UTF-8. */
  readonly #sound = new Set<number>()

  constructor(
    private readonly database: Database,
    request: TableRequest
  ) {
    this.#source = sourceOf(request)
    this.#plans = planColumns(database, judgedBy(request), request.columns, request.asText)
    this.#writers = this.#plans.map(({ writer }) => writer)
    this.#builder = new BatchBuilder(this.columns)
    const selected = request.columns.map(({ name }) => quote(name)).join(', ')
    this.#rows = database
      .prepare<string[], (Value | null)[]>(`SELECT ${selected} ${this.#source.sql}`)
      .raw()
      .safeIntegers()
      .iterate(...this.#source.parameters)
  }

  get columns(): ImportedColumn[] {
    return this.#plans.map(({ imported }) => imported)
  }

  /**
   * Null after the last one.
   *
   * @throws ConnectorError `value_out_of_range`, or the driver's error
   */
  nextBatch(): ColumnBatch | null {
    for (;;) {
      const { done, value: row } = this.#rows.next()
      if (done) return this.#builder.row > 0 ? this.#builder.take() : null
      this.#write(row)
      if (this.#builder.endRow()) return this.#builder.take()
    }
  }

  close(): void {
    this.#rows.return?.()
  }

  #write(values: (Value | null)[]): void {
    const { writers, row } = this.#builder
    let column = 0
    try {
      for (; column < this.#writers.length; column++) {
        const value = values[column] ?? null
        const target = writers[column]
        const writer = this.#writers[column]
        if (!target || !writer) continue
        if (value === null) target.null(row)
        else {
          if (typeof value === 'string' || typeof value === 'object') this.#check(value, column)
          writer.write(value, target, row)
        }
      }
    } catch (error) {
      throw this.#builder.explain(error, column)
    }
  }

  #check(value: string | Buffer, column: number): void {
    if (value.length > MOST_BYTES) throw new Misfit('a value of more than 64 MB')
    if (typeof value === 'string' && value.includes(REPLACEMENT)) this.#checkTexts(column)
  }

  /** The driver replaces what is no text; whether it did is seen in the bytes. */
  #checkTexts(column: number): void {
    if (this.#sound.has(column)) return
    const name = quote(this.#plans[column]?.imported.name ?? '')
    const { sql, parameters } = this.#source
    const bytes = this.database
      .prepare<string[], Buffer | null>(
        `SELECT CASE WHEN typeof(${name}) = 'text' THEN CAST(${name} AS BLOB) END ${sql}`
      )
      .pluck()
      .iterate(...parameters)
    for (const value of bytes) {
      if (value && !isUtf8(value)) throw new Misfit('text that is not UTF-8')
    }
    this.#sound.add(column)
  }
}

/** All rows decide what columns become: some alone, such as those that are new, may look like others. */
function judgedBy(request: TableRequest): Source {
  return sourceOf(request.limit === null ? { ...request, filters: [] } : request)
}

/** The rows of the request, as a subquery of the table's own columns. */
function sourceOf({ table, filters, limit }: TableRequest): Source {
  const parameters: string[] = []
  const where = filters.map((filter) => {
    const name = quote(filter.column)
    if (!('value' in filter)) return `${name} IS ${filter.operator === 'is_null' ? '' : 'NOT '}NULL`
    parameters.push(filter.value, filter.value)
    // A column without a type compares what is spelled the same, and is of another type, as different.
    return `${name} ${SQL_COMPARISONS[filter.operator]} CASE WHEN typeof(${name}) IN ('integer', 'real') THEN CAST(? AS NUMERIC) ELSE ? END`
  })
  const conditions = where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''
  const bound = limit === null ? '' : ` LIMIT ${limit}`
  return { sql: `FROM (SELECT * FROM ${quote(table)}${conditions}${bound})`, parameters }
}
