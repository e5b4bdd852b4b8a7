import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import type { ImportedColumn } from '#connectors/contracts'
import { transaction } from '#database/transaction'
import { notWritten } from '#datasets/import_error'
import type { ImportFailure, ImportReport, WrittenFile } from '#datasets/import_order'
import type Dataset from '#models/dataset'
import DatasetTable, { type StoredFile } from '#models/dataset_table'
import { databaseTime } from '#services/database_time'
import type { DatasetFiles } from '#services/datasets/dataset_files'
import { ImportLeaseLost, type ImportLease } from '#services/datasets/import_lease'

type Progress = Extract<ImportReport, { kind: 'progress' }>
type Started = Extract<ImportReport, { kind: 'started' }>

/**
 * Writes down how the tables of one import fare. Every transaction begins with the lease, so that nothing is written
 * by a worker that has lost it.
 */
export class ImportRecord {
  /** Tables of which there is news that is not written yet. */
  readonly #changed = new Set<DatasetTable>()
  /** Columns of what is being read: they are the table's once it has the file. */
  readonly #read = new Map<DatasetTable, ImportedColumn[]>()

  constructor(
    private readonly dataset: Dataset,
    private readonly lease: ImportLease,
    private readonly files: DatasetFiles
  ) {}

  /** What an earlier worker left half done waits again. */
  async begin(tables: readonly DatasetTable[]): Promise<void> {
    for (const table of tables) table.merge({ status: 'queued', startedAt: null, finishedAt: null })
    await this.#write(tables, ({ status }) => ({ status, started_at: null, finished_at: null }))
  }

  async started(table: DatasetTable, { columns, rowEstimate }: Started): Promise<void> {
    this.#read.set(table, columns)
    if (table.files.length === 0) table.merge({ columns })
    table.merge({ status: 'running', startedAt: DateTime.utc(), rowEstimate })
    this.#count(table, { rows: 0, bytes: 0 })
    await this.#write([table], (one, client) => ({
      ...countsOf(one),
      status: one.status,
      started_at: databaseTime(client),
      columns: JSON.stringify(one.columns),
      row_estimate: rowEstimate,
    }))
  }

  /** Is written with the next `flush`. */
  progressed(table: DatasetTable, { rows, bytes }: Progress): void {
    this.#count(table, { rows, bytes })
    this.#changed.add(table)
  }

  async flush(): Promise<void> {
    if (this.#changed.size === 0) return
    const tables = [...this.#changed]
    this.#changed.clear()
    await this.#write(tables, countsOf)
  }

  /** Keeps a whole file, and gives up those that it replaces. @throws ImportLeaseLost */
  async done(table: DatasetTable, { rows, bytes }: WrittenFile, path: string): Promise<void> {
    const name = `${table.id}.${this.lease.fence}.parquet`
    const former = table.files
    const adds = table.addsRows && former.length > 0
    const kept = adds ? former : []
    await this.files.put(this.dataset, name, path).catch(refuse)
    try {
      await this.#succeed(table, [...kept, { name, rows, bytes }])
    } catch (error) {
      if (error instanceof ImportLeaseLost) await this.files.remove(this.dataset, [name])
      throw error
    }
    if (!adds) {
      await this.files.remove(
        this.dataset,
        former.map((file) => file.name)
      )
    }
  }

  async failed(table: DatasetTable, failure: ImportFailure): Promise<void> {
    // What cannot be added to is read anew by whoever tries again.
    const addsRows = table.addsRows && failure.code !== 'columns_changed'
    table.merge({ status: 'failed', addsRows, finishedAt: DateTime.utc(), ...errorOf(failure) })
    this.#settle(table)
    await this.#write([table], (one, client) => ({
      ...countsOf(one),
      ...errorColumns(failure),
      status: one.status,
      adds_rows: addsRows,
      finished_at: databaseTime(client),
    }))
  }

  /** As part of the transaction that ends the import: tables that did not come to their end end with it. */
  async endRest(
    status: 'failed' | 'cancelled',
    failure: ImportFailure | null,
    client: QueryClientContract
  ): Promise<void> {
    for (const table of this.dataset.tables) {
      if (table.status !== 'queued' && table.status !== 'running') continue
      this.#settle(table)
      const ending = { status, finished_at: databaseTime(client), ...countsOf(table) }
      await rowOf(table, client).update({ ...ending, ...(failure ? errorColumns(failure) : {}) })
    }
  }

  /** Of all tables together. */
  get totals() {
    const { tables } = this.dataset
    return {
      row_count: tables.reduce((sum, { rowCount }) => sum + rowCount, 0),
      byte_count: tables.reduce((sum, { byteCount }) => sum + byteCount, 0),
    }
  }

  async #succeed(table: DatasetTable, files: StoredFile[]): Promise<void> {
    const columns = this.#read.get(table) ?? table.columns
    table.merge({ status: 'succeeded', finishedAt: DateTime.utc(), files, columns })
    this.#settle(table)
    await this.#write([table], (one, client) => ({
      ...countsOf(one),
      files: JSON.stringify(files),
      columns: JSON.stringify(columns),
      status: one.status,
      adds_rows: false,
      finished_at: databaseTime(client),
    }))
  }

  /** Where rows are added, those that there were count. */
  #count(table: DatasetTable, { rows, bytes }: { rows: number; bytes: number }) {
    const before = table.addsRows ? sizeOf(table.files) : { rows: 0, bytes: 0 }
    table.merge({ rowCount: before.rows + rows, byteCount: before.bytes + bytes })
  }

  /** It has what its files have. */
  #settle(table: DatasetTable) {
    this.#changed.delete(table)
    const { rows, bytes } = sizeOf(table.files)
    table.merge({ rowCount: rows, byteCount: bytes })
  }

  async #write(
    tables: readonly DatasetTable[],
    columnsOf: (table: DatasetTable, client: QueryClientContract) => Record<string, unknown>
  ): Promise<void> {
    await transaction(async (client) => {
      await this.lease.renew(client, { ...this.totals, updated_at: databaseTime(client) })
      for (const table of tables) await rowOf(table, client).update(columnsOf(table, client))
    })
  }
}

/** What the storage said, in words that may be shown. */
function refuse(error: unknown): never {
  throw notWritten(error)
}

function rowOf({ id, tenantId }: DatasetTable, client: QueryClientContract) {
  return client.from(DatasetTable.table).where({ id, tenant_id: tenantId })
}

function sizeOf(files: readonly StoredFile[]) {
  return files.reduce(
    (sum, { rows, bytes }) => ({ rows: sum.rows + rows, bytes: sum.bytes + bytes }),
    { rows: 0, bytes: 0 }
  )
}

function countsOf({ rowCount, byteCount }: DatasetTable) {
  return { row_count: rowCount, byte_count: byteCount }
}

function errorOf({ code, message, hint, column }: ImportFailure) {
  return { errorCode: code, errorMessage: message, errorHint: hint, errorColumn: column }
}

function errorColumns({ code, message, hint, column }: ImportFailure) {
  return {
    error_code: code,
    error_message: message,
    error_hint: hint,
    error_column: column?.slice(0, 255) ?? null,
  }
}
