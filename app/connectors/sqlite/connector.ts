import { BaseConnectorService, type TableStructure } from '#connectors/base_connector_service'
import type { Limits, TableRef } from '#connectors/contracts'
import type { Whereabouts } from '#connectors/error_table'
import type { Opening } from '#connectors/opening'
import { sqlite } from '#connectors/sqlite/engine'
import { errorTable } from '#connectors/sqlite/error_table'
import { FILE_REPLACED } from '#connectors/sqlite/file_replaced'
import { IdleReaders } from '#connectors/sqlite/idle_readers'
import { ReaderClient } from '#connectors/sqlite/reader_client'
import { streamTable } from '#connectors/sqlite/table_stream'
import type { Selection } from '#connectors/selection'
import type { RowStream } from '#connectors/table_import'
import { printable } from '#connectors/whereabouts'

const idleReaders = new IdleReaders()

interface SqliteSession {
  reader: ReaderClient
  opening: Opening
  /** True once the reader was handed back: its process then belongs to somebody else. */
  isOver: boolean
}

/** Reads files of the tenant's own folder, each in a process of its own. */
export class SqliteConnector extends BaseConnectorService<SqliteSession> {
  protected readonly engine = sqlite
  protected readonly errors = errorTable

  protected override whereabouts(): Whereabouts {
    const where = printable(this.options.target.config.file) ?? this.engine.label
    return { ...super.whereabouts(), where }
  }

  protected async openSession(opening: Opening): Promise<SqliteSession> {
    const { tenantId, config } = this.options.target
    const path = await this.options.files.locate(tenantId, config.file)
    const reader = opening.imports
      ? new ReaderClient({ sendsBatches: true })
      : idleReaders.take(tenantId)
    const session: SqliteSession = { reader, opening, isOver: false }
    opening.onTeardown(() => session.isOver || reader.kill())
    reader.onEnd = () => opening.lost()
    await reader.call('open', path)
    opening.passed('database')
    return session
  }

  protected async closeSession(session: SqliteSession): Promise<void> {
    // One that reads tables whole is for one import.
    if (session.opening.imports) return session.reader.kill()
    await session.reader.call('close')
    session.isOver = true
    session.reader.onEnd = null
    idleReaders.giveBack(this.options.target.tenantId, session.reader)
  }

  /** One call into SQLite cannot be interrupted, its process can. */
  protected async interruptSession({ reader }: SqliteSession): Promise<void> {
    reader.kill()
  }

  protected async fetchServerInfo({ reader }: SqliteSession) {
    return { version: await reader.call('version'), readOnly: true, superuser: null }
  }

  protected fetchTables(session: SqliteSession, limit: number) {
    return currently(session, session.reader.call('listTables', limit))
  }

  protected fetchStructure(session: SqliteSession, { name }: TableRef) {
    return currently(session, session.reader.call('readStructure', name))
  }

  protected fetchRows({ reader }: SqliteSession, structure: TableStructure, limits: Limits) {
    return reader.call('readRows', structure.table.name, structure.columns, limits)
  }

  protected beginImport({ reader }: SqliteSession): Promise<void> {
    return reader.call('beginSnapshot')
  }

  protected streamRows(
    { reader }: SqliteSession,
    { table }: TableStructure,
    selection: Selection
  ): Promise<RowStream> {
    return streamTable(reader, table.name, selection)
  }

  protected fetchExactCount({ reader }: SqliteSession, { table }: TableStructure) {
    return reader.call('countRows', table.name)
  }
}

/** A session whose file was replaced is lost: the work is then done again, on the new file. */
async function currently<T>({ opening }: SqliteSession, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if ((error as { code?: unknown }).code === FILE_REPLACED) opening.lost()
    throw error
  }
}
