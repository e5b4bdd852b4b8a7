import type {
  ModelAttributes,
  ModelPaginatorContract,
  ModelQueryBuilderContract,
} from '@adonisjs/lucid/types/model'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { isDeepStrictEqual } from 'node:util'
import { DateTime } from 'luxon'
import { validate as isUuid } from 'uuid'
import { statementChunks } from '#database/statement_chunks'
import ConnectionTag from '#models/connection_tag'
import DatabaseConnection, { type TestStatus, type Visibility } from '#models/database_connection'
import type { Actor } from '#services/actor'
import type { SealedColumns } from '#services/credential_sealer'
import { databaseTime } from '#services/database_time'

export const CONNECTION_SORTS = ['name', 'createdAt', 'lastTestedAt'] as const
type Sort = (typeof CONNECTION_SORTS)[number]

export interface ConnectionFilters {
  page: number
  perPage: number
  /** Part of the name or of the target. */
  search?: string
  type?: string
  status?: TestStatus | 'untested'
  /** The connection has all of them. */
  tag?: string[]
  visibility?: Visibility
  sort: Sort | `-${Sort}`
}

/**
 * The columns that a person's change writes. Credentials that stay as they are have no place in it: written back, they
 * would undo what a rotation of keys has resealed meanwhile.
 */
export interface ConnectionValues extends Partial<SealedColumns> {
  name: string
  config: Record<string, unknown>
  target: string
  visibility: Visibility
}

export interface NewConnection extends Omit<ConnectionValues, keyof SealedColumns>, SealedColumns {
  id: string
  type: string
}

/** One of many that are inserted at once. */
export interface OwnedConnection extends NewConnection {
  ownerId: string
  tags: string[]
}

/** What a test found; without a result, the connection counts as untested. */
export interface TestFigures {
  lastTestStatus: TestStatus | null
  lastTestCode: string | null
  lastTestError: string | null
  lastTestLatencyMs: number | null
  serverVersion: string | null
}

const UNTESTED = {
  lastTestedAt: null,
  lastTestStatus: null,
  lastTestCode: null,
  lastTestError: null,
  lastTestLatencyMs: null,
  serverVersion: null,
}

const SORT_COLUMNS: Record<Sort, string> = {
  name: 'name_key',
  createdAt: 'created_at',
  lastTestedAt: 'last_tested_at',
}

type ConnectionQuery = ModelQueryBuilderContract<typeof DatabaseConnection, DatabaseConnection>

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
    const descending = filters.sort.startsWith('-')
    const column = SORT_COLUMNS[(descending ? filters.sort.slice(1) : filters.sort) as Sort]
    const direction = descending ? 'desc' : 'asc'
    const query = filtered(this.visible(actor), actor.tenantId, filters)
    return query
      .orderBy([
        { column, order: direction },
        { column: 'id', order: direction },
      ])
      .preload('tags')
      .paginate(filters.page, filters.perPage)
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
    const tags = connections.flatMap(({ id, tags: own }) => tagRows({ id, tenantId }, own))
    for (const some of statementChunks(tags))
      await client.table(ConnectionTag.table).multiInsert(some)
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
    await this.addTags(row, tags, client)
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
    const untested = pointsElsewhere(row, values) ? UNTESTED : {}
    const columns = columnsOf(row, { ...changes, ...untested, updatedAt: DateTime.utc() })
    if (Number(await this.exactly(row, client).update(columns)) === 0) return null
    await this.replaceTags(row, tags, client)
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

  /** Where there is nothing to take away, nothing is: MySQL would lock the gap that others insert into. */
  private async replaceTags(
    row: DatabaseConnection,
    tags: string[],
    client: TransactionClientContract
  ) {
    const present = row.tags.map(({ tag }) => tag)
    if (isDeepStrictEqual(present.toSorted(), tags.toSorted())) return
    if (present.length > 0) {
      await ConnectionTag.query({ client }).where('connection_id', row.id).delete()
    }
    await this.addTags(row, tags, client)
  }

  private async addTags(
    row: DatabaseConnection,
    tags: string[],
    client: TransactionClientContract
  ) {
    const rows = tagRows(row, tags)
    if (rows.length > 0) await client.table(ConnectionTag.table).multiInsert(rows)
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

function newRow(tenantId: string, { name, tags, ...values }: OwnedConnection) {
  const now = DateTime.utc()
  const row = { ...values, tenantId, name, nameKey: nameKey(name), version: 1 }
  return columnsOf(new DatabaseConnection(), { ...row, createdAt: now, updatedAt: now })
}

function tagRows({ id, tenantId }: { id: string; tenantId: string }, tags: string[]) {
  return tags.map((tag) => ({ connection_id: id, tenant_id: tenantId, tag }))
}

function filtered(
  query: ConnectionQuery,
  tenantId: string,
  filters: ConnectionFilters
): ConnectionQuery {
  const { search, type, status, tag = [], visibility } = filters
  if (type) query.where('type', type)
  if (visibility) query.where('visibility', visibility)
  if (status === 'untested') query.whereNull('last_test_status')
  else if (status) query.where('last_test_status', status)
  for (const one of tag) {
    query.whereIn('id', (tags) =>
      tags
        .from(ConnectionTag.table)
        .select('connection_id')
        .where({ tenant_id: tenantId, tag: one })
    )
  }
  if (search) query.where((either) => matching(either, search))
  return query
}

function matching(query: ConnectionQuery, search: string) {
  const pattern = `%${nameKey(search).replace(/[!%_]/g, '!$&')}%`
  query
    .whereRaw("name_key like ? escape '!'", [pattern])
    .orWhereRaw("lower(target) like ? escape '!'", [pattern])
}

/** Sealing anew gives another text even for the same credentials; what is kept is not among the values. */
function pointsElsewhere(row: DatabaseConnection, values: Omit<ConnectionValues, 'name'>): boolean {
  return values.sealedCredentials !== undefined || !isDeepStrictEqual(row.config, values.config)
}

/** Attributes as columns, prepared as the model itself would prepare them. */
function columnsOf(row: DatabaseConnection, values: Partial<ModelAttributes<DatabaseConnection>>) {
  const columns: Record<string, unknown> = {}
  for (const [attribute, value] of Object.entries(values)) {
    const column = DatabaseConnection.$getColumn(attribute)
    if (!column) throw new TypeError(`A connection has no column ${attribute}`)
    columns[column.columnName] = column.prepare ? column.prepare(value, attribute, row) : value
  }
  return columns
}

/** Names that differ only in case or in how accents are encoded are the same name. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
