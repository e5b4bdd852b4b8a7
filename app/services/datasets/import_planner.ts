import { inject } from '@adonisjs/core'
import connectorsConfig from '#config/connectors'
import type { ImportRequest, RowFilter } from '#connectors/contracts'
import { connectorFacts } from '#datasets/connector_facts'
import type { ImportOrder } from '#datasets/import_order'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import type Dataset from '#models/dataset'
import type DatasetTable from '#models/dataset_table'
import { ConnectionStore } from '#services/connection_store'
import { CredentialSealer } from '#services/credential_sealer'
import { DatasetReading } from '#services/datasets/dataset_reading'
import { allowanceOf } from '#services/datasets/dataset_quota'
import { engineOf } from '#services/engine_of'

/** Makes of what somebody asked for what the process that imports is told. */
@inject()
export class ImportPlanner {
  constructor(
    private connections: ConnectionStore,
    private sealer: CredentialSealer,
    private reading: DatasetReading
  ) {}

  /** As it is now. @throws ApiError E_CONNECTION_GONE */
  async connectionOf({ tenantId, connectionId }: Dataset): Promise<DatabaseConnection> {
    const connection = connectionId && (await this.connections.findOfTenant(tenantId, connectionId))
    if (!connection) throw new ApiError('E_CONNECTION_GONE')
    return connection
  }

  /** The credentials are in it: it goes to that process, and nowhere else. */
  async order(
    dataset: Dataset,
    tables: readonly DatasetTable[],
    connection: DatabaseConnection,
    folder: string
  ): Promise<ImportOrder> {
    const { tenantId, config } = connection
    const requests: ImportRequest[] = []
    for (const table of tables) requests.push(await this.requestOf(dataset, table))
    return {
      engine: engineOf(connection).name,
      target: { tenantId, config, credentials: await this.sealer.open(connection) },
      requests,
      addsTo: tables.map(({ addsRows, columns }) => (addsRows ? columns : null)),
      folder,
      limits: await this.limitsFor(tenantId, tables),
      facts: connectorFacts(connectorsConfig),
    }
  }

  private async requestOf(dataset: Dataset, table: DatasetTable): Promise<ImportRequest> {
    const { columns, filters, limit, asText, cursor } = table.request
    // Of some of the rows the highest value tells nothing of the others.
    if (cursor === null || limit !== null || !isOrdered(table, cursor)) table.addsRows = false
    const newer = table.addsRows && cursor ? await this.newer(dataset, table, cursor) : null
    return {
      table: { schema: table.schema, name: table.name },
      columns,
      filters: newer ? [...filters, newer] : filters,
      limit,
      asText,
    }
  }

  /** Null where no row has a value: then all of them are read. */
  private async newer(
    dataset: Dataset,
    table: DatasetTable,
    column: string
  ): Promise<RowFilter | null> {
    const value = await this.reading.highest(dataset, table, column)
    table.addsRows = value !== null
    return value === null ? null : { column, operator: 'greater', value }
  }

  /** What is to be replaced makes room for what replaces it. */
  private async limitsFor(tenantId: string, tables: readonly DatasetTable[]) {
    const left = await allowanceOf(tenantId)
    for (const { addsRows, rowCount, byteCount } of tables) {
      if (addsRows) continue
      left.rows += rowCount
      left.bytes += byteCount
    }
    return { rows: Math.max(0, left.rows), bytes: Math.max(0, left.bytes) }
  }
}

/**
 * Whether the highest value in the file is the highest in the database: numbers, dates and times have one order everywhere.
 * Texts and UUIDs are ordered by each database in its own way, bytes are spelled in as many, and a `float` is not what its
 * decimal digits are.
 */
function isOrdered({ columns }: DatasetTable, name: string): boolean {
  const type = columns?.find((column) => column.name === name)?.type.name
  return type !== undefined && !UNORDERED.has(type)
}

const UNORDERED = new Set(['varchar', 'json', 'list', 'blob', 'uuid', 'float'])
