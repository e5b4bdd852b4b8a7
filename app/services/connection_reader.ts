import { inject } from '@adonisjs/core'
import { AuditedActions } from '#audit/audited_actions'
import type { AuditAction } from '#audit/actions'
import type {
  Connector,
  Preview,
  PreviewOptions,
  TableRef,
  TableSummary,
} from '#connectors/contracts'
import { ConnectorError } from '#connectors/connector_error'
import { ConnectorManager } from '#connectors/connector_manager'
import type DatabaseConnection from '#models/database_connection'
import type { Actor } from '#services/actor'
import { auditTarget, ConnectionAccess } from '#services/connection_access'
import { CredentialSealer } from '#services/credential_sealer'
import { engineOf } from '#services/engine_of'
import { PasswordRecovery } from '#services/password_rotation/password_recovery'
import { TableCatalog } from '#services/table_catalog'
import { underWay } from '#services/under_way'

export interface TableFilters {
  page: number
  perPage: number
  /** Part of the name, or of `schema.name`. */
  search?: string
  schema?: string
  /** Reads the catalog anew. */
  refresh?: boolean
}

export interface TablePage {
  tables: TableSummary[]
  page: number
  perPage: number
  total: number
  lastPage: number
  cachedAt: string
}

/** Looks through connections at their tables and rows. */
@inject()
export class ConnectionReader {
  constructor(
    private access: ConnectionAccess,
    private sealer: CredentialSealer,
    private audited: AuditedActions,
    private connectors: ConnectorManager,
    private catalog: TableCatalog,
    private recovery: PasswordRecovery
  ) {}

  /** @throws ApiError E_NOT_FOUND; ConnectorError; the signal's reason */
  async listTables(
    actor: Actor,
    id: string,
    { refresh, ...filters }: TableFilters,
    signal: AbortSignal
  ): Promise<TablePage> {
    return this.read(actor, id, 'connection.list_tables', async (connection) => {
      const { tables, cachedAt } = await this.catalog.list(
        keyOf(connection),
        { refresh, signal },
        (shared) => this.use(connection, (connector) => connector.listTables({ signal: shared }))
      )
      return { ...pageOf(matching(tables, filters), filters), cachedAt }
    })
  }

  /** @throws ApiError E_NOT_FOUND; ConnectorError, `table_not_found` among others; the signal's reason */
  async preview(
    actor: Actor,
    id: string,
    table: TableRef,
    options: PreviewOptions,
    signal: AbortSignal
  ): Promise<Preview> {
    return this.read(actor, id, 'connection.preview', (connection) =>
      this.use(connection, (connector) => connector.preview(table, { ...options, signal }))
    )
  }

  private async read<T>(
    actor: Actor,
    id: string,
    action: AuditAction,
    run: (connection: DatabaseConnection) => Promise<T>
  ): Promise<T> {
    const connection = await this.access.findToUse(actor, id)
    return this.audited.observe({ actor, action, target: auditTarget(connection) }, async () => {
      await this.access.policyOf(actor).authorize('read')
      try {
        return await run(connection)
      } catch (error) {
        const healed = await this.healed(connection, error)
        if (!healed) throw error
        return run(healed)
      }
    })
  }

  /** A rotation of the password may have been interrupted, or be under way on another node. */
  private async healed(connection: DatabaseConnection, error: unknown) {
    if (!(error instanceof ConnectorError) || error.code !== 'auth_bad') return null
    return this.recovery.heal(connection, error)
  }

  /** The credentials are opened only when no connector is pooled. @throws ApiError E_TOO_MANY_REQUESTS */
  private use<T>(
    connection: DatabaseConnection,
    run: (connector: Connector) => Promise<T>
  ): Promise<T> {
    const { tenantId, config } = connection
    const { name } = engineOf(connection)
    const openTarget = async () => {
      return { tenantId, config, credentials: await this.sealer.open(connection) }
    }
    return underWay(tenantId, () => this.connectors.use(keyOf(connection), name, openTarget, run))
  }
}

function keyOf({ tenantId, id, version }: DatabaseConnection) {
  return { tenantId, connectionId: id, version }
}

function matching(
  tables: readonly TableSummary[],
  { search, schema }: Pick<TableFilters, 'search' | 'schema'>
): readonly TableSummary[] {
  if (search === undefined && schema === undefined) return tables
  const wanted = search?.toLowerCase() ?? ''
  return tables.filter((table) => {
    if (schema !== undefined && table.schema !== schema) return false
    const name = wanted.includes('.') && table.schema ? `${table.schema}.${table.name}` : table.name
    return name.toLowerCase().includes(wanted)
  })
}

function pageOf(tables: readonly TableSummary[], { page, perPage }: TableFilters) {
  const total = tables.length
  const start = (page - 1) * perPage
  const lastPage = Math.max(1, Math.ceil(total / perPage))
  return { tables: tables.slice(start, start + perPage), page, perPage, total, lastPage }
}
