import {
  BaseConnectorService,
  type ServerInfo,
  type TableStructure,
} from '#connectors/base_connector_service'
import { CellEncoder, cellLengthFor, RowCollector } from '#connectors/cells'
import type { Cell, Limits, TableRef, TableSummary } from '#connectors/contracts'
import type { Opening } from '#connectors/opening'
import { MAY_WRITE, SERVER_INFO, STRUCTURE, TABLES } from '#connectors/postgresql/catalog_queries'
import { postgresql } from '#connectors/postgresql/engine'
import { errorTable } from '#connectors/postgresql/error_table'
import { cancelOnServer } from '#connectors/postgresql/cancel'
import { readCatalog, readInTransaction } from '#connectors/postgresql/query'
import { type PostgresqlSession, isRefusedSetting, signIn } from '#connectors/postgresql/session'
import { type PostgresqlColumn, structureOf, tableOf } from '#connectors/postgresql/structure'
import { isEncrypted } from '#connectors/tls'

type Structure = TableStructure<PostgresqlColumn>

export class PostgresqlConnector extends BaseConnectorService<PostgresqlSession, Structure> {
  protected readonly engine = postgresql
  protected readonly errors = errorTable(isEncrypted(this.options.target.config))
  #isPooled = false

  /** Poolers such as PgBouncer refuse settings at start-up: then we come again without, and remember it. */
  protected async openSession(opening: Opening): Promise<PostgresqlSession> {
    try {
      return await signIn(this.options, opening, this.#isPooled)
    } catch (error) {
      if (this.#isPooled || !isRefusedSetting(error)) throw error
      opening.startOver()
      this.#isPooled = true
      return signIn(this.options, opening, true)
    }
  }

  protected async closeSession({ client }: PostgresqlSession) {
    await client.end()
  }

  protected interruptSession({ client }: PostgresqlSession, opening: Opening) {
    return cancelOnServer(client, opening)
  }

  protected async fetchServerInfo(session: PostgresqlSession): Promise<ServerInfo> {
    const [info] = await readCatalog(session, SERVER_INFO)
    const [version, mayCreate, isSuper] = info ?? []
    const mayWrite = mayCreate === 't' || (await this.#mayWrite(session))
    return {
      version: version?.split(' ')[0] ?? 'unknown',
      readOnly: !mayWrite,
      superuser: isSuper === 't',
    }
  }

  protected async fetchTables(session: PostgresqlSession, limit: number): Promise<TableSummary[]> {
    const rows = await readCatalog(session, TABLES, [String(limit)], 'varlor_tables')
    return rows.map(tableOf)
  }

  protected async fetchStructure(
    session: PostgresqlSession,
    { schema, name }: TableRef
  ): Promise<Structure | null> {
    const values = [schema ?? 'public', name]
    return structureOf(await readCatalog(session, STRUCTURE, values, 'varlor_structure'))
  }

  protected async fetchRows(
    session: PostgresqlSession,
    { table, columns }: Structure,
    limits: Limits
  ): Promise<{ rows: Cell[][]; truncated: boolean }> {
    const longColumns = columns.filter(({ reader }) => reader.isUnbounded)
    const cellLength = cellLengthFor(longColumns.length, limits)
    const selected = columns.map(({ name, reader }) => reader.select(quote(name), cellLength))
    const text = `select ${selected.join(', ')} from ${quoteTable(table)}${orderBy(columns)} limit ${limits.rows}`

    const encoder = new CellEncoder(limits)
    const collector = new RowCollector(limits)
    for (const values of await readInTransaction(session, text)) {
      const row = columns.map(({ reader }, i) => {
        const value = values[i] ?? null
        return value === null ? null : reader.read(value, encoder, cellLength)
      })
      if (!collector.add(row)) break
    }
    return collector
  }

  protected async fetchExactCount(session: PostgresqlSession, { table }: Structure) {
    const text = `select pg_catalog.count(*) from ${quoteTable(table)}`
    const [row] = await readInTransaction(session, text)
    return Number(row?.[0])
  }

  async #mayWrite(session: PostgresqlSession): Promise<boolean> {
    const [row] = await readCatalog(session, MAY_WRITE)
    return row?.[0] === 't'
  }
}

/** By the primary key, where there is one: without an order, no two answers need be the same. */
function orderBy(columns: PostgresqlColumn[]): string {
  const key = columns
    .filter(({ keyPosition }) => keyPosition !== null)
    .sort((a, b) => Number(a.keyPosition) - Number(b.keyPosition))
  return key.length > 0 ? ` order by ${key.map(({ name }) => quote(name)).join(', ')}` : ''
}

function quoteTable({ schema, name }: TableRef): string {
  return schema === null ? quote(name) : `${quote(schema)}.${quote(name)}`
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}
