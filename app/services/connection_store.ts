import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ModelPaginatorContract } from '@adonisjs/lucid/types/model'
import { DateTime } from 'luxon'
import { validate as isUuid } from 'uuid'
import { statementChunks } from '#database/statement_chunks'
import DatabaseConnection from '#models/database_connection'
import type { Actor } from '#services/actor'
import {
  searched,
  type ConnectionFilters,
  type ConnectionQuery,
} from '#services/connection_filters'
import { columnsOf, newRow, testAfter } from '#services/connection_rows'
import { addTags, replaceTags } from '#services/connection_tags'
import type {
  ConnectionValues,
  NewConnection,
  OwnedConnection,
  TestFigures,
} from '#services/connection_values'
import type { SealedColumns } from '#services/credential_sealer'
import { databaseTime } from '#services/database_time'
import { nameKey } from '#services/name_key'

/** The only place that queries connections, so that no query can forget whose they are. */
export class ConnectionStore {
  /** Null when it does not exist, and just the same when it is hidden from this person. */
  async find(actor: Actor, id: string): Promise<DatabaseConnection | null> {
    return isUuid(id) ? this.one(actor, id).preload('tags').first() : null
  }

  /** The same without its tags, which whoever only connects does not need. */
  async findUntagged(actor: Actor, id: string): Promise<DatabaseConnection | null> {
    return isUuid(id) ? this.one(actor, id).first() : null
  }

  /** For the system, which sees whatever the tenant has. */
  async findOfTenant(tenantId: string, id: string): Promise<DatabaseConnection | null> {
    if (!isUuid(id)) return null
    return this.ofTenant(tenantId).where('id', id.toLowerCase()).first()
  }

  /** The same, by the name that people gave it. */
  async findByName(tenantId: string, name: string): Promise<DatabaseConnection | null> {
    return this.ofTenant(tenantId).where('name_key', nameKey(name.trim())).first()
  }

  async paginate(
    actor: Actor,
    filters: ConnectionFilters
  ): Promise<ModelPaginatorContract<DatabaseConnection>> {
    const query = searched(this.visible(actor), actor.tenantId, filters)
    return query.preload('tags').paginate(filters.page, filters.perPage)
  }

  /** All that somebody sees, or, for the operator, all that the tenant has; with their tags. */
  every({ tenantId, actor }: { tenantId: string; actor: Actor | null }) {
    return inPages(() =>
      actor ? this.visible(actor) : DatabaseConnection.query().where('tenant_id', tenantId)
    )
  }

  /** The names that a tenant uses, as `nameKey` spells them, whoever may see them. */
  async nameKeys(tenantId: string): Promise<string[]> {
    const rows = await DatabaseConnection.query()
      .where('tenant_id', tenantId)
      .select('name_key')
      .pojo<{ name_key: string }>()
    return rows.map((row) => row.name_key)
  }

  /** Many at once; throws what `insert` throws. */
  async insertMany(
    tenantId: string,
    connections: OwnedConnection[],
    client: TransactionClientContract
  ): Promise<void> {
    for (const some of statementChunks(connections)) {
      const rows = some.map((values) => newRow(tenantId, values))
      await client.table(DatabaseConnection.table).multiInsert(rows)
    }
    await addTags(
      connections.map(({ id, tags }) => ({ id, tenantId, tags })),
      client
    )
  }

  /** Throws the database's own error when the name is taken: see `isUniqueViolation`. */
  async insert(
    actor: Actor,
    { name, ...values }: NewConnection,
    tags: string[],
    client: TransactionClientContract
  ): Promise<DatabaseConnection> {
    const owner = { tenantId: actor.tenantId, ownerId: actor.userId }
    const row = await DatabaseConnection.create(
      { ...owner, ...values, name, nameKey: nameKey(name), version: 1 },
      { client }
    )
    await addTags([{ id: row.id, tenantId: actor.tenantId, tags }], client)
    return this.reload(row, client)
  }

  /**
   * Writes a new version if nobody has written one since `row` was read; else resolves to null and changes nothing.
   * Changing where it points or how it signs in makes it untested.
   */
  async replace(
    row: DatabaseConnection,
    { name, ...values }: ConnectionValues,
    tags: string[],
    client: TransactionClientContract
  ): Promise<DatabaseConnection | null> {
    const changes = { ...values, name, nameKey: nameKey(name), version: row.version + 1 }
    const columns = columnsOf(row, {
      ...changes,
      ...testAfter(row, values),
      updatedAt: DateTime.utc(),
    })
    if (Number(await this.exactly(row, client).update(columns)) === 0) return null
    await replaceTags(row, tags, client)
    return this.reload(row, client)
  }

  /** Its tags go with it. False when somebody changed or deleted it since `row` was read. */
  async remove(row: DatabaseConnection, client: TransactionClientContract): Promise<boolean> {
    return Number(await this.exactly(row, client).delete()) > 0
  }

  /**
   * Writes how it signs in from now on, as a new version that was tested already. Null when somebody changed it since
   * `row` was read.
   */
  async replaceSignIn(
    row: DatabaseConnection,
    values: Pick<ConnectionValues, 'config' | 'target'> & SealedColumns,
    figures: TestFigures,
    client: TransactionClientContract
  ): Promise<DatabaseConnection | null> {
    const now = DateTime.utc()
    const changes = { ...values, ...figures, lastTestedAt: now, version: row.version + 1 }
    const columns = columnsOf(row, { ...changes, updatedAt: now })
    if (Number(await this.exactly(row, client).update(columns)) === 0) return null
    return this.reload(row, client)
  }

  /** Makes others wait who change it, until the transaction ends. False when somebody did since `row` was read. */
  async lock(row: DatabaseConnection, client: TransactionClientContract): Promise<boolean> {
    return Number(await this.exactly(row, client).update({ version: row.version })) > 0
  }

  /** Gives all connections of one person to another, as new versions; resolves to how many. */
  async transfer(
    tenantId: string,
    from: string,
    to: string,
    client: TransactionClientContract
  ): Promise<number> {
    const changes = {
      owner_id: to,
      version: client.raw('version + 1'),
      updated_at: databaseTime(client),
    }
    const owned = client
      .from(DatabaseConnection.table)
      .where({ tenant_id: tenantId, owner_id: from })
    return Number(await owned.update(changes))
  }

  /** Stores a test's outcome without a new version; one of a version that is gone is dropped. */
  async recordTest(
    row: DatabaseConnection,
    figures: TestFigures,
    client: TransactionClientContract
  ): Promise<void> {
    const columns = columnsOf(row, { ...figures, lastTestedAt: DateTime.utc() })
    await this.exactly(row, client).update(columns)
  }

  private one(actor: Actor, id: string): ConnectionQuery {
    return this.visible(actor).where('id', id.toLowerCase())
  }

  private ofTenant(tenantId: string): ConnectionQuery {
    return DatabaseConnection.query().where('tenant_id', tenantId).preload('tags')
  }

  private visible(actor: Actor): ConnectionQuery {
    return DatabaseConnection.query().withScopes((scopes) => scopes.visibleTo(actor))
  }

  /** The row as it was read, in its tenant, at its version. */
  private exactly(row: DatabaseConnection, client: TransactionClientContract) {
    return client
      .from(DatabaseConnection.table)
      .where({ id: row.id, tenant_id: row.tenantId, version: row.version })
  }

  private async reload(row: DatabaseConnection, client: TransactionClientContract) {
    return DatabaseConnection.query({ client })
      .where({ id: row.id, tenant_id: row.tenantId })
      .preload('tags')
      .firstOrFail()
  }
}

/** Rows that are read at once. */
const PAGE = 200

/** By id, so that none is met twice and no list of ids grows beyond what a statement takes. */
async function inPages(query: () => ConnectionQuery): Promise<DatabaseConnection[]> {
  const rows: DatabaseConnection[] = []
  for (;;) {
    const after = rows.at(-1)?.id ?? ''
    const page = await query().where('id', '>', after).orderBy('id').limit(PAGE).preload('tags')
    rows.push(...page)
    if (page.length < PAGE) return rows
  }
}
