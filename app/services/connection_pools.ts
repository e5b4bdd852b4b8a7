import { inject } from '@adonisjs/core'
import { ConnectorManager } from '#connectors/connector_manager'
import type DatabaseConnection from '#models/database_connection'
import { TableCatalog } from '#services/table_catalog'

/** What this process keeps of connections besides their rows. */
@inject()
export class ConnectionPools {
  constructor(
    private connectors: ConnectorManager,
    private catalog: TableCatalog
  ) {}

  /** Nothing may go on with what has been changed or deleted. */
  async forget({ tenantId, id, version }: DatabaseConnection): Promise<void> {
    await Promise.all([
      this.connectors.drop(tenantId, id),
      this.catalog.drop({ tenantId, connectionId: id, version }),
    ])
  }
}
