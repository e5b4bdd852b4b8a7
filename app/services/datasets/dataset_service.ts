import { inject } from '@adonisjs/core'
import { v7 as uuid } from 'uuid'
import { AuditedActions } from '#audit/audited_actions'
import type { RowFilter } from '#connectors/contracts'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import type Dataset from '#models/dataset'
import type { Actor } from '#services/actor'
import { ConnectionAccess } from '#services/connection_access'
import { ConnectionStore } from '#services/connection_store'
import { DatasetAccess, datasetTarget } from '#services/datasets/dataset_access'
import type { DatasetFilters } from '#services/datasets/dataset_filters'
import { DatasetPurger } from '#services/datasets/dataset_purger'
import { refuseBeyondLimits } from '#services/datasets/dataset_quota'
import { DatasetStore, type WantedTable } from '#services/datasets/dataset_store'
import { Doorbell } from '#services/datasets/doorbell'
import { engineOf } from '#services/engine_of'
import { isUniqueViolation } from '#services/is_unique_violation'
import { holdTeamAs } from '#services/member_changes'

export interface DatasetOrder {
  name: string
  connectionId: string
  tables: OrderedTable[]
}

/** A validator has seen that a filter has a value where it compares with one. */
type OrderedTable = Pick<WantedTable, 'name'> &
  Partial<Omit<WantedTable, 'filters'>> & {
    filters?: { column: string; operator: RowFilter['operator']; value?: string }[]
  }

/** Datasets as people keep them: asking for one, finding it, giving it up. */
@inject()
export class DatasetService {
  constructor(
    private access: DatasetAccess,
    private store: DatasetStore,
    private connections: ConnectionAccess,
    private connectionStore: ConnectionStore,
    private audited: AuditedActions,
    private purger: DatasetPurger,
    private doorbell: Doorbell
  ) {}

  list(actor: Actor, filters: DatasetFilters) {
    return this.store.paginate(actor, filters)
  }

  /** With its tables. @throws ApiError E_NOT_FOUND */
  find(actor: Actor, id: string): Promise<Dataset> {
    return this.access.findWhole(actor, id)
  }

  /**
   * Asks for a dataset, which a worker then imports.
   * @throws ApiError E_NOT_FOUND, E_NAME_TAKEN, E_IMPORT_UNSUPPORTED, E_QUOTA_EXCEEDED, E_TOO_MANY_REQUESTS,
   * E_CONFLICT; E_AUTHORIZATION_FAILURE
   */
  async create(actor: Actor, { name, connectionId, tables }: DatasetOrder): Promise<Dataset> {
    const id = uuid()
    const entry = { actor, action: 'dataset.create', target: datasetTarget({ id, name }) } as const
    const dataset = await this.audited.change(entry, async () => {
      await this.access.policyOf(actor).authorize('create')
      const connection = await this.connections.findToUse(actor, connectionId)
      refuseUnimportable(connection)
      return async (client) => {
        await holdTeamAs(actor, client)
        if (!(await this.connectionStore.lock(connection, client))) throw new ApiError('E_CONFLICT')
        await refuseBeyondLimits(actor.tenantId, client)
        const row = { id, name, connection, tables: tables.map(wholeTable) }
        return namedOnce(this.store.insert(actor, row, client))
      }
    })
    await this.doorbell.ring()
    return dataset
  }

  /**
   * From now on nobody finds it. Its files go with it, at once or, where a worker still writes them, as soon as that
   * has let go. @throws ApiError E_NOT_FOUND; E_AUTHORIZATION_FAILURE
   */
  async delete(actor: Actor, id: string): Promise<void> {
    const dataset = await this.access.find(actor, id)
    const entry = { actor, action: 'dataset.delete', target: datasetTarget(dataset) } as const
    await this.audited.change(entry, async () => {
      await this.access.policyOf(actor).authorize('change', dataset)
      return async (client) => {
        if (!(await this.purger.condemn(dataset, client))) throw new ApiError('E_NOT_FOUND')
      }
    })
    await this.doorbell.ring(dataset.id)
    await this.purger.purge(dataset)
  }
}

function refuseUnimportable(connection: DatabaseConnection) {
  const { capabilities, label } = engineOf(connection)
  if (capabilities.supportsImport) return
  throw new ApiError('E_IMPORT_UNSUPPORTED', {
    field: 'connectionId',
    message: `Tables of ${label} cannot be imported into datasets yet.`,
  })
}

function wholeTable(table: OrderedTable): WantedTable {
  const { schema = null, name, columns = null, filters = [], limit = null } = table
  const { asText = [], cursor = null } = table
  return { schema, name, columns, filters: filters as RowFilter[], limit, asText, cursor }
}

async function namedOnce<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new ApiError('E_NAME_TAKEN', { field: 'name', message: 'Another dataset has this name.' })
  }
}
