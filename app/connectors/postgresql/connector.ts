import { BaseConnectorService, type ServerInfo } from '#connectors/base_connector_service'
import type { Cell, Limits, PasswordChange, TableRef, TableSummary } from '#connectors/contracts'
import type { Opening } from '#connectors/opening'
import { MAY_WRITE, SERVER_INFO, STRUCTURE, TABLES } from '#connectors/postgresql/catalog_queries'
import { postgresql } from '#connectors/postgresql/engine'
import { errorTable } from '#connectors/postgresql/error_table'
import { cancelOnServer } from '#connectors/postgresql/cancel'
import { savePassword } from '#connectors/postgresql/password'
import { readCatalog, readInTransaction } from '#connectors/postgresql/query'
import { readRows } from '#connectors/postgresql/rows'
import { beginSnapshot, forgetLastTable, streamTable } from '#connectors/postgresql/table_stream'
import { type PostgresqlSession, isRefusedSetting, signIn } from '#connectors/postgresql/session'
import { quoteTable } from '#connectors/postgresql/sql'
import {
  type PostgresqlColumn,
  type PostgresqlStructure,
  structureOf,
  tableOf,
} from '#connectors/postgresql/structure'
import type { Selection } from '#connectors/selection'
import type { RowStream } from '#connectors/table_import'
import { isEncrypted } from '#connectors/tls'

export class PostgresqlConnector extends BaseConnectorService<
  PostgresqlSession,
  PostgresqlStructure
> {
  protected readonly engine = postgresql
  protected readonly errors = errorTable(isEncrypted(this.options.target.config))
  #isPooled = false

  /** Poolers such as PgBouncer refuse settings at start-up: then we come again without, and remember it. */
  protected async openSession(opening: Opening): Promise<PostgresqlSession> {
    try {
      return await signIn(this.options, opening, this.#isPooled)
    } catch (error) {
      if (this.#isPooled || !isRefusedSetting(error)) throw error
      opening.startOver()
      this.#isPooled = true
      return signIn(this.options, opening, true)
    }
  }

  protected async closeSession({ client }: PostgresqlSession) {
    await client.end()
  }

  protected interruptSession({ client }: PostgresqlSession, opening: Opening) {
    return cancelOnServer(client, opening)
  }

  protected async fetchServerInfo(session: PostgresqlSession): Promise<ServerInfo> {
    const [info] = await readCatalog(session, SERVER_INFO)
    const [version, mayCreate, isSuper] = info ?? []
    const mayWrite = mayCreate === 't' || (await this.#mayWrite(session))
    return {
      version: version?.split(' ')[0] ?? 'unknown',
      readOnly: !mayWrite,
      superuser: isSuper === 't',
    }
  }

  protected async fetchTables(session: PostgresqlSession, limit: number): Promise<TableSummary[]> {
    const rows = await readCatalog(session, TABLES, [String(limit)], 'varlor_tables')
    return rows.map(tableOf)
  }

  protected async fetchStructure(
    session: PostgresqlSession,
    { schema, name }: TableRef
  ): Promise<PostgresqlStructure | null> {
    if (session.opening.imports) await forgetLastTable(session)
    const values = [schema ?? 'public', name]
    return structureOf(await readCatalog(session, STRUCTURE, values, 'varlor_structure'))
  }

  protected fetchRows(
    session: PostgresqlSession,
    structure: PostgresqlStructure,
    limits: Limits
  ): Promise<{ rows: Cell[][]; truncated: boolean }> {
    return readRows(session, structure, limits)
  }

  protected async fetchExactCount(session: PostgresqlSession, { table }: PostgresqlStructure) {
    const text = `select pg_catalog.count(*) from ${quoteTable(table)}`
    const [row] = await readInTransaction(session, text)
    return Number(row?.[0])
  }

  protected beginImport(session: PostgresqlSession): Promise<void> {
    return beginSnapshot(session)
  }

  protected streamRows(
    session: PostgresqlSession,
    structure: PostgresqlStructure,
    selection: Selection<PostgresqlColumn>
  ): Promise<RowStream> {
    return streamTable(session, structure, selection)
  }

  protected savePassword(session: PostgresqlSession, change: PasswordChange): Promise<void> {
    return savePassword(session, change, change.username === this.options.target.config.username)
  }

  async #mayWrite(session: PostgresqlSession): Promise<boolean> {
    const [row] = await readCatalog(session, MAY_WRITE)
    return row?.[0] === 't'
  }
}
