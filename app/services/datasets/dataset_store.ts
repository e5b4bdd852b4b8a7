import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ModelPaginatorContract } from '@adonisjs/lucid/types/model'
import { DateTime } from 'luxon'
import { validate as isUuid, v7 as uuid } from 'uuid'
import { statementChunks } from '#database/statement_chunks'
import type DatabaseConnection from '#models/database_connection'
import Dataset from '#models/dataset'
import DatasetTable, { type TableRequest } from '#models/dataset_table'
import type { Actor } from '#services/actor'
import { databaseTime } from '#services/database_time'
import {
  searched,
  type DatasetFilters,
  type DatasetQuery,
} from '#services/datasets/dataset_filters'
import { nameKey } from '#services/name_key'

/** A table that somebody asks for. */
export type WantedTable = TableRequest & { schema: string | null; name: string }

export interface NewDataset {
  id: string
  name: string
  connection: DatabaseConnection
  tables: WantedTable[]
}

/** The rows of datasets as people see them, so that no query can forget whose they are. */
export class DatasetStore {
  /** Without its tables. Null when it does not exist, and just the same when it is hidden from this person. */
  async find(actor: Actor, id: string): Promise<Dataset | null> {
    return isUuid(id)
      ? this.visible(actor).where('id', id.toLowerCase()).preload('connection').first()
      : null
  }

  /** With its tables. */
  async findWhole(actor: Actor, id: string): Promise<Dataset | null> {
    const dataset = await this.find(actor, id)
    await dataset?.load('tables')
    return dataset
  }

  /** One table of a dataset that somebody found. */
  async findTable({ id, tenantId }: Dataset, tableId: string): Promise<DatasetTable | null> {
    if (!isUuid(tableId)) return null
    return DatasetTable.query()
      .where({ id: tableId.toLowerCase(), dataset_id: id, tenant_id: tenantId })
      .first()
  }

  async paginate(actor: Actor, filters: DatasetFilters): Promise<ModelPaginatorContract<Dataset>> {
    return searched(this.visible(actor), filters)
      .preload('connection')
      .paginate(filters.page, filters.perPage)
  }

  /** Those of a connection that somebody sees: some of their names, by name, and how many there are. */
  async ofConnection(actor: Actor, connectionId: string, most: number) {
    const ofIt = () => this.visible(actor).where('connection_id', connectionId)
    const named = await ofIt().select('id', 'name').orderBy('name_key').limit(most)
    const count = named.length < most ? named.length : await counted(ofIt())
    return { count, names: named.map(({ name }) => name) }
  }

  /** Throws the database's own error when the name is taken: see `isUniqueViolation`. */
  async insert(
    actor: Actor,
    { id, name, connection, tables }: NewDataset,
    client: TransactionClientContract
  ): Promise<Dataset> {
    const { tenantId, userId: ownerId } = actor
    const { id: connectionId, name: connectionName, visibility } = connection
    const dataset = await Dataset.create(
      {
        ...{ id, tenantId, ownerId, connectionId, connectionName, visibility },
        ...{ name, nameKey: nameKey(name), status: 'queued', queuedAt: DateTime.utc() },
        tableCount: tables.length,
      },
      { client }
    )
    const rows = tables.map((table, position) => tableRow(dataset, table, position))
    for (const some of statementChunks(rows)) {
      await client.table(DatasetTable.table).multiInsert(some)
    }
    return this.reload(dataset, client)
  }

  /** The dataset as it is, waited for until nobody else writes it. Null when it was deleted meanwhile. */
  async lock(
    { id, tenantId }: Dataset,
    client: TransactionClientContract
  ): Promise<Dataset | null> {
    return Dataset.query({ client })
      .where({ id, tenant_id: tenantId })
      .whereNull('deleted_at')
      .forUpdate()
      .first()
  }

  /** Gives all datasets of one person to another. */
  async transfer(
    tenantId: string,
    from: string,
    to: string,
    client: TransactionClientContract
  ): Promise<void> {
    await client
      .from(Dataset.table)
      .where({ tenant_id: tenantId, owner_id: from })
      .update({ owner_id: to, updated_at: databaseTime(client) })
  }

  /** With its tables. */
  async reload({ id, tenantId }: Dataset, client?: TransactionClientContract): Promise<Dataset> {
    const query = Dataset.query(client ? { client } : {})
    return query
      .where({ id, tenant_id: tenantId })
      .preload('tables')
      .preload('connection')
      .firstOrFail()
  }

  private visible(actor: Actor): DatasetQuery {
    return Dataset.query().withScopes((scopes) => scopes.visibleTo(actor))
  }
}

function tableRow(
  { id: datasetId, tenantId }: Dataset,
  { schema, name, ...request }: WantedTable,
  position: number
) {
  return {
    ...{ id: uuid(), dataset_id: datasetId, tenant_id: tenantId, position, schema, name },
    ...{ request: JSON.stringify(request), status: 'queued', files: '[]' },
  }
}

async function counted(query: DatasetQuery): Promise<number> {
  const [row] = await query.count('* as total').pojo<{ total: number | string }>()
  return Number(row?.total ?? 0)
}
