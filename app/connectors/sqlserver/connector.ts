import { BaseConnectorService, type ServerInfo } from '#connectors/base_connector_service'
import { ConnectorError } from '#connectors/connector_error'
import type { Limits, PasswordChange, TableRef, TableSummary } from '#connectors/contracts'
import type { Opening } from '#connectors/opening'
import {
  SERVER_INFO,
  SERVER_INFO_COLUMNS,
  STRUCTURE,
  STRUCTURE_COLUMNS,
  TABLES_COLUMNS,
  tablesQuery,
} from '#connectors/sqlserver/catalog_queries'
import { sqlserver } from '#connectors/sqlserver/engine'
import { ABOUT_THE_DATABASE, errorTable } from '#connectors/sqlserver/error_table'
import { LoginRefused } from '#connectors/sqlserver/login_refused'
import { savePassword } from '#connectors/sqlserver/password'
import { readRows } from '#connectors/sqlserver/rows'
import type { SqlserverSession } from '#connectors/sqlserver/session'
import { signIn } from '#connectors/sqlserver/sign_in'
import { inTransaction, quoteTable } from '#connectors/sqlserver/sql'
import {
  type SqlserverColumn,
  type SqlserverStructure,
  structureOf,
  tableOf,
} from '#connectors/sqlserver/structure'
import { beginSnapshot, streamTable } from '#connectors/sqlserver/table_stream'
import type { Selection } from '#connectors/selection'
import type { RowStream } from '#connectors/table_import'

/** No table has more (Microsoft, "Maximum capacity specifications for SQL Server"); many of such names, with cases. */
const MAX_COLUMNS = 65_536

/** The first version with all of the catalog that is asked for: SQL Server 2016. */
const OLDEST = 13
/** Azure numbers its services apart from the product (`EngineEdition`): 12 since ever. */
const BOXED_EDITIONS = [1, 2, 3, 4]

export class SqlserverConnector extends BaseConnectorService<SqlserverSession, SqlserverStructure> {
  protected readonly engine = sqlserver
  protected readonly errors = errorTable(Boolean(this.options.target.credentials.password))

  protected async openSession(opening: Opening): Promise<SqlserverSession> {
    try {
      return await signIn(this.options, opening)
    } catch (error) {
      const numbers = error instanceof LoginRefused ? error.numbers : []
      if (numbers.some((number) => ABOUT_THE_DATABASE.includes(number))) opening.passed('auth')
      throw error
    }
  }

  protected async closeSession(session: SqlserverSession) {
    session.close()
  }

  /** The request to stop goes the same way as the query. */
  protected interruptSession(session: SqlserverSession): Promise<void> {
    return session.cancel()
  }

  protected async fetchServerInfo(session: SqlserverSession): Promise<ServerInfo> {
    const [row] = await session.query(SERVER_INFO, { columns: SERVER_INFO_COLUMNS, rows: 1 })
    const [version, edition, isSysadmin, mayWrite] = row ?? []
    const isOld = Number.parseInt(String(version), 10) < OLDEST
    if (isOld && BOXED_EDITIONS.includes(Number(edition))) {
      throw new ConnectorError('version_unsupported')
    }
    return {
      version: String(version ?? 'unknown'),
      readOnly: mayWrite === 0,
      superuser: typeof isSysadmin === 'number' ? isSysadmin === 1 : null,
    }
  }

  protected async fetchTables(session: SqlserverSession, limit: number): Promise<TableSummary[]> {
    const shape = { columns: TABLES_COLUMNS, rows: limit }
    const rows = await session.query(tablesQuery(limit), shape)
    return rows.map(tableOf)
  }

  protected async fetchStructure(
    session: SqlserverSession,
    { schema, name }: TableRef
  ): Promise<SqlserverStructure | null> {
    const asked = { schema: schema ?? 'dbo', name }
    const shape = { columns: STRUCTURE_COLUMNS, rows: MAX_COLUMNS }
    return structureOf(await session.query(STRUCTURE, shape, asked), asked)
  }

  protected fetchRows(session: SqlserverSession, structure: SqlserverStructure, limits: Limits) {
    return readRows(session, structure, limits)
  }

  protected async fetchExactCount(session: SqlserverSession, { table }: SqlserverStructure) {
    const sql = inTransaction(`select count_big(*) from ${quoteTable(table)}`)
    const [row] = await session.query(sql, { columns: 1, rows: 1 })
    return Number(row?.[0])
  }

  protected beginImport(session: SqlserverSession): Promise<void> {
    return beginSnapshot(session)
  }

  protected streamRows(
    session: SqlserverSession,
    structure: SqlserverStructure,
    selection: Selection<SqlserverColumn>
  ): Promise<RowStream> {
    return streamTable(session, structure, selection)
  }

  protected savePassword(session: SqlserverSession, change: PasswordChange): Promise<void> {
    return savePassword(session, change, change.username === this.options.target.config.username)
  }
}
