import { BaseConnectorService, type ServerInfo } from '#connectors/base_connector_service'
import type { Limits, PasswordChange, TableRef, TableSummary } from '#connectors/contracts'
import type { Opening } from '#connectors/opening'
import { PRIVILEGES } from '#connectors/oracle/catalog_queries'
import { oracle } from '#connectors/oracle/engine'
import { errorTable } from '#connectors/oracle/error_table'
import { savePassword } from '#connectors/oracle/password'
import { readRows } from '#connectors/oracle/rows'
import { type OracleSession, signIn } from '#connectors/oracle/session'
import { quoteTable } from '#connectors/oracle/sql'
import {
  type OracleColumn,
  type OracleStructure,
  readStructure,
  readTables,
} from '#connectors/oracle/structure'
import { streamTable } from '#connectors/oracle/table_stream'
import type { Selection } from '#connectors/selection'
import type { RowStream } from '#connectors/table_import'
import { printable } from '#connectors/whereabouts'

export class OracleConnector extends BaseConnectorService<OracleSession, OracleStructure> {
  protected readonly engine = oracle
  protected readonly errors = errorTable(
    this.options.target.config.serviceName ? 'serviceName' : 'sid'
  )

  protected openSession(opening: Opening): Promise<OracleSession> {
    return signIn(this.options, opening)
  }

  protected closeSession(session: OracleSession): Promise<void> {
    return session.close()
  }

  protected interruptSession(session: OracleSession): Promise<void> {
    return session.interrupt()
  }

  protected async fetchServerInfo(session: OracleSession): Promise<ServerInfo> {
    const [row] = await session.query(PRIVILEGES)
    const [mayWrite, mayAll] = row ?? []
    return {
      version: session.version,
      readOnly: mayWrite === '0',
      superuser: mayAll === '1',
      ...(session.isPasswordExpiring ? { remark: 'The password expires soon.' } : {}),
    }
  }

  protected fetchTables(session: OracleSession, limit: number): Promise<TableSummary[]> {
    return readTables(session, limit)
  }

  protected async fetchStructure(session: OracleSession, { schema, name }: TableRef) {
    return schema === null ? null : readStructure(session, { schema, name })
  }

  protected fetchRows(session: OracleSession, structure: OracleStructure, limits: Limits) {
    return readRows(session, structure, limits)
  }

  protected async fetchExactCount(session: OracleSession, { table }: OracleStructure) {
    const [row] = await session.reading(() =>
      session.query(`select count(*) from ${quoteTable(table)}`)
    )
    return Number(row?.[0])
  }

  /**
   * One transaction that only reads shows every table as it was when it began, and needs no more than the right to
   * read: AS OF SCN needs FLASHBACK on each table, and SERIALIZABLE may write. Both keep what they show in undo alone,
   * which the server gives up in time (ORA-01555).
   */
  protected beginImport(session: OracleSession): Promise<void> {
    return session.beginReading()
  }

  protected streamRows(
    session: OracleSession,
    structure: OracleStructure,
    selection: Selection<OracleColumn>
  ): Promise<RowStream> {
    return streamTable(session, structure, selection)
  }

  protected savePassword(session: OracleSession, change: PasswordChange): Promise<void> {
    return savePassword(session, change, this.options.target)
  }

  /** What others call a database is found by the name of a service here, or by a SID. */
  protected override whereabouts() {
    const { serviceName, sid } = this.options.target.config
    return { ...super.whereabouts(), database: printable(serviceName ?? sid) }
  }
}
