import { statSync } from 'node:fs'
import Sqlite, { type Database } from 'better-sqlite3'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import type { Cell, Column, ImportedColumn, Limits, TableSummary } from '#connectors/contracts'
import type { TableStructure } from '#connectors/base_connector_service'
import * as catalog from '#connectors/sqlite/catalog'
import { FILE_REPLACED } from '#connectors/sqlite/file_replaced'
import { readRows } from '#connectors/sqlite/rows'
import { TableReader, type TableRequest } from '#connectors/sqlite/table_reader'

/** How long to wait for whoever writes to the file. */
const BUSY_TIMEOUT = 5_000

/** Reads one file. It blocks its thread, so it lives in a process of its own: see `reader_process.ts`. */
export class FileReader {
  #open: { database: Database; path: string; identity: string } | null = null
  #table: TableReader | null = null

  /** Opens the file for reading and proves that it is a database. */
  open(path: string): void {
    this.close()
    const identity = identityOf(path)
    const database = new Sqlite(path, {
      readonly: true,
      fileMustExist: true,
      timeout: BUSY_TIMEOUT,
    })
    try {
      for (const pragma of ['query_only = ON', 'trusted_schema = OFF', 'cell_size_check = ON']) {
        database.pragma(pragma)
      }
      // Pages of a mapped file that shrinks meanwhile would crash us.
      database.pragma('mmap_size = 0')
      database.prepare('SELECT count(*) FROM sqlite_schema').get()
    } catch (error) {
      database.close()
      throw error
    }
    this.#open = { database, path, identity }
  }

  close(): void {
    this.closeTable()
    this.#open?.database.close()
    this.#open = null
  }

  version(): string {
    return String(this.#database().prepare('SELECT sqlite_version()').pluck().get())
  }

  listTables(limit: number): TableSummary[] {
    return catalog.listTables(this.#database(), limit)
  }

  readStructure(name: string): TableStructure | null {
    const database = this.#database()
    const table = catalog.findTable(database, name)
    if (!table) return null
    return {
      table: { schema: null, name: table.name, kind: catalog.kindOf(table) },
      columns: catalog.readColumns(database, table),
      rowEstimate: catalog.estimateRows(database, [table]).get(table.name) ?? null,
    }
  }

  readRows(
    table: string,
    columns: Column[],
    limits: Limits
  ): { rows: Cell[][]; truncated: boolean } {
    return readRows(this.#database(), table, columns, limits)
  }

  countRows(table: string): number {
    const sql = `SELECT count(*) FROM ${catalog.quote(table)}`
    return Number(this.#database().prepare(sql).pluck().get())
  }

  /** From here on the file is as it is now, until it is closed; who writes to it waits, or writes beside it. */
  beginSnapshot(): void {
    const database = this.#database()
    database.prepare('BEGIN').run()
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
  }

  /** Begins to read a table whole, and gives up what was begun before. */
  openTable(request: TableRequest): ImportedColumn[] {
    this.closeTable()
    this.#table = new TableReader(this.#database(), request)
    return this.#table.columns
  }

  nextBatch(): ColumnBatch | null {
    return this.#table?.nextBatch() ?? null
  }

  closeTable(): void {
    this.#table?.close()
    this.#table = null
  }

  #database(): Database {
    if (!this.#open) throw new Error('No file is open')
    if (identityOf(this.#open.path) !== this.#open.identity) {
      throw Object.assign(new Error('The file was replaced'), { code: FILE_REPLACED })
    }
    return this.#open.database
  }
}

/** What tells a file from another one put in its place. */
function identityOf(path: string): string {
  const file = statSync(path, { bigint: true, throwIfNoEntry: false })
  return file ? `${file.dev}:${file.ino}` : 'none'
}
