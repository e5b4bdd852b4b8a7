import type { ConnectorError } from '#connectors/connector_error'
import type { ImportedColumn, TableConsumer, TableStream } from '#connectors/contracts'
import { columnsChanged, failureOf, ImportError, quotaExceeded } from '#datasets/import_error'
import type { ImportOrder, ImportReport } from '#datasets/import_order'
import { keptColumns } from '#datasets/kept_columns'
import type { ParquetFile } from '#datasets/parquet_file'
import type { ParquetWriter } from '#datasets/parquet_writer'

/** Milliseconds between two reports of progress. */
const BETWEEN_REPORTS = 500

/** Writes each table that is imported into a file of its own, within the limits, and tells how it goes. */
export class TableWriter implements TableConsumer {
  /** Of the tables before. */
  #rows = 0
  #bytes = 0
  #current: ParquetFile | null = null

  constructor(
    private readonly writer: ParquetWriter,
    private readonly order: Pick<ImportOrder, 'limits' | 'addsTo'>,
    private readonly report: (report: ImportReport) => void
  ) {}

  /** @throws ImportError when nothing more can be imported; whatever reading throws */
  async take(index: number, { columns: read, rowEstimate, batches }: TableStream): Promise<void> {
    const columns = keptColumns(read)
    const changed = firstChanged(this.order.addsTo[index] ?? null, columns)
    if (changed !== null) return this.#failed(index, columnsChanged(changed))
    this.report({ kind: 'started', index, columns, rowEstimate })
    if (columns.length === 0) return this.#failed(index, noColumns())
    const file = this.writer.begin(`${index}.parquet`, columns)
    this.#current = file
    const progress = setInterval(() => void this.#progress(index, file), BETWEEN_REPORTS)
    try {
      await this.#write(file, batches)
      const written = await file.finish()
      this.#bytes += written.bytes
      this.#refuse('bytes', this.#bytes)
      this.report({ kind: 'done', index, file: written })
    } catch (error) {
      await file.abandon()
      // One value that does not fit is the end of its table alone.
      if (!(error instanceof ImportError) || !error.failure.column) throw error
      this.#failed(index, error)
    } finally {
      clearInterval(progress)
    }
  }

  async fail(index: number, error: ConnectorError): Promise<void> {
    this.#failed(index, error)
  }

  /** Gives up the table that is being written, if there is one. */
  async close(): Promise<void> {
    if (!this.#current?.isOver) await this.#current?.abandon()
  }

  async #write(file: ParquetFile, batches: TableStream['batches']): Promise<void> {
    for await (const batch of batches) {
      this.#rows += batch.rows
      this.#refuse('rows', this.#rows)
      this.#refuse('bytes', this.#bytes + file.size)
      await file.write(batch)
    }
  }

  #refuse(what: 'rows' | 'bytes', used: number) {
    const limit = this.order.limits[what]
    if (limit !== null && used > limit) throw quotaExceeded(what, limit)
  }

  async #progress(index: number, file: ParquetFile): Promise<void> {
    const bytes = await file.measure()
    if (!file.isOver) this.report({ kind: 'progress', index, rows: file.rows, bytes })
  }

  #failed(index: number, error: unknown) {
    this.report({ kind: 'failed', index, failure: failureOf(error) })
  }
}

/** The name of the first column that is not what it was; null when all are. */
function firstChanged(before: ImportedColumn[] | null, now: ImportedColumn[]): string | null {
  if (!before) return null
  const others = before.map(identityOf)
  const at = now.findIndex((column, i) => identityOf(column) !== others[i])
  return now[at]?.name ?? before[now.length]?.name ?? null
}

function identityOf({ name, type }: ImportedColumn): string {
  return JSON.stringify([name, type])
}

function noColumns(): ImportError {
  return new ImportError({
    code: 'bad_config',
    message: 'The table has no columns.',
    hint: null,
    column: null,
  })
}
