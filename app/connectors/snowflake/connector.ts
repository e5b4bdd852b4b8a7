import { BaseConnectorService, type ServerInfo } from '#connectors/base_connector_service'
import type { Limits, PasswordChange, TableRef, TableSummary } from '#connectors/contracts'
import type { Whereabouts } from '#connectors/error_table'
import type { Opening } from '#connectors/opening'
import { readTables } from '#connectors/snowflake/catalog'
import { snowflake } from '#connectors/snowflake/engine'
import { errorTable } from '#connectors/snowflake/error_table'
import { refuseWithoutPassword, savePassword } from '#connectors/snowflake/password'
import { run } from '#connectors/snowflake/query'
import { readRows } from '#connectors/snowflake/rows'
import { readServerInfo } from '#connectors/snowflake/server_info'
import {
  signIn,
  signOut,
  type SnowflakeSession,
  stopAndSignOut,
} from '#connectors/snowflake/session'
import { quoteTable } from '#connectors/snowflake/sql'
import {
  readStructure,
  type SnowflakeColumn,
  type SnowflakeStructure,
} from '#connectors/snowflake/structure'
import { readMoment, streamTable } from '#connectors/snowflake/table_stream'
import type { Selection } from '#connectors/selection'
import type { RowStream } from '#connectors/table_import'
import { printable, whereaboutsOf } from '#connectors/whereabouts'

/**
 * Snowflake has no read-only sessions: nothing but SELECT, SHOW and DESCRIBE is ever sent, and ALTER USER by those that
 * change a password.
 */
export class SnowflakeConnector extends BaseConnectorService<SnowflakeSession, SnowflakeStructure> {
  protected readonly engine = snowflake
  protected readonly errors = errorTable(this.options.target)

  protected openSession(opening: Opening): Promise<SnowflakeSession> {
    return signIn(this.options, opening)
  }

  protected closeSession(session: SnowflakeSession): Promise<void> {
    return signOut(session)
  }

  protected interruptSession(session: SnowflakeSession, opening: Opening): Promise<void> {
    return stopAndSignOut(session, opening)
  }

  protected fetchServerInfo(session: SnowflakeSession): Promise<ServerInfo> {
    return readServerInfo(session)
  }

  protected fetchTables(session: SnowflakeSession, limit: number): Promise<TableSummary[]> {
    return readTables(session, limit)
  }

  protected fetchStructure(
    session: SnowflakeSession,
    table: TableRef
  ): Promise<SnowflakeStructure | null> {
    return readStructure(session, table)
  }

  protected fetchRows(session: SnowflakeSession, structure: SnowflakeStructure, limits: Limits) {
    return readRows(session, structure, limits)
  }

  protected async fetchExactCount(session: SnowflakeSession, { table }: SnowflakeStructure) {
    const name = quoteTable(session.context.database, table)
    const { rows } = await run(session, `SELECT COUNT(*) FROM ${name}`)
    return Number(rows[0]?.[0])
  }

  protected override async beginImport(session: SnowflakeSession): Promise<void> {
    session.moment = await readMoment(session)
  }

  protected override async streamRows(
    session: SnowflakeSession,
    structure: SnowflakeStructure,
    selection: Selection<SnowflakeColumn>
  ): Promise<RowStream> {
    return streamTable(session, structure, selection)
  }

  protected async savePassword(session: SnowflakeSession, change: PasswordChange): Promise<void> {
    const { config, credentials } = this.options.target
    const isOwn = change.username === config.username
    if (isOwn) refuseWithoutPassword(credentials)
    await savePassword(session, change, isOwn)
  }

  protected override whereabouts(): Whereabouts {
    const { config } = this.options.target
    const where = printable(config.account) ?? snowflake.label
    return { ...whereaboutsOf(snowflake.label, config), where }
  }
}
