import type { TableKind, TableRef, TableSummary } from '#connectors/contracts'
import type { MysqlClient, TextRow } from '#connectors/mysql/client'
import { literal } from '#connectors/mysql/sql'

/** The server's own databases; shown only when the connection names one of them. */
const SYSTEM = ['information_schema', 'mysql', 'performance_schema', 'sys']

/** What TABLE_TYPE says; sequences and the like are no tables to read. */
const KINDS: Record<string, TableKind> = {
  'BASE TABLE': 'table',
  'SYSTEM VERSIONED': 'table',
  'SYSTEM VIEW': 'view',
  'VIEW': 'view',
}

/** MariaDB opens every table to estimate its rows: no more than this many, and one database at a time. */
const MAX_OPENED_TABLES = 1_000

/** SELECT is denied: on a table, on a column, on what only an administrator may read. */
const DENIED = new Set([1142, 1143, 1044, 1227])

/** @param database null for every database that this user may read */
export async function readTables(
  client: MysqlClient,
  database: string | null,
  limit: number
): Promise<TableSummary[]> {
  // MySQL keeps its estimates in the catalog; MariaDB computes them, table by table.
  const estimate = client.server.isMariadb ? 'NULL' : 'table_rows'
  const rows = await client.queryText(
    `SELECT table_schema, table_name, table_type, ${estimate} FROM information_schema.tables
     WHERE ${whereDatabase('table_schema', database)} AND table_type IN (${Object.keys(KINDS).map(literal).join(', ')})
     ORDER BY table_schema, table_name LIMIT ${limit}`
  )
  const tables = rows.map(toTable)
  return client.server.isMariadb ? withEstimates(client, database, tables) : tables
}

export function kindOf(tableType: string | null | undefined): TableKind | null {
  return KINDS[tableType ?? ''] ?? null
}

function toTable([schema, name, type, estimate]: TextRow) {
  const kind = kindOf(type) ?? 'table'
  return {
    schema: schema ?? '',
    name: name ?? '',
    kind,
    rowEstimate: kind === 'table' && estimate ? Number(estimate) : null,
  }
}

type Table = ReturnType<typeof toTable>

async function withEstimates(
  client: MysqlClient,
  database: string | null,
  tables: Table[]
): Promise<TableSummary[]> {
  const estimates =
    (await readStatistics(client, database)) ?? (await readSmallDatabases(client, tables))
  return tables.map((table) =>
    table.kind === 'table' ? { ...table, rowEstimate: estimates.get(keyOf(table)) ?? null } : table
  )
}

/** InnoDB's own table of statistics, in one read; null when this user may not see it. */
async function readStatistics(client: MysqlClient, database: string | null) {
  const sql = `SELECT database_name, table_name, n_rows FROM mysql.innodb_table_stats
     WHERE ${whereDatabase('database_name', database)}`
  const rows = await client.queryText(sql).catch((error: { errno?: number }) => {
    if (DENIED.has(error.errno ?? 0)) return null
    throw error
  })
  return rows && sumPartitions(rows)
}

async function readSmallDatabases(client: MysqlClient, tables: Table[]) {
  const sizes = new Map<string, number>()
  for (const { schema } of tables) sizes.set(schema, (sizes.get(schema) ?? 0) + 1)
  const rows: TextRow[] = []
  let opened = 0
  for (const [schema, size] of sizes) {
    if (opened + size > MAX_OPENED_TABLES) continue
    opened += size
    rows.push(
      ...(await client.queryText(
        `SELECT table_schema, table_name, table_rows FROM information_schema.tables
         WHERE table_schema = ${literal(schema)} AND table_rows IS NOT NULL`
      ))
    )
  }
  return sumPartitions(rows)
}

/** Partitions have lines of their own, named `table#P#partition`. */
function sumPartitions(rows: TextRow[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [schema, name, count] of rows) {
    const key = keyOf({ schema: schema ?? '', name: (name ?? '').replace(/#p#.*$/is, '') })
    counts.set(key, (counts.get(key) ?? 0) + Number(count))
  }
  return counts
}

function keyOf({ schema, name }: TableRef): string {
  return JSON.stringify([schema, name])
}

function whereDatabase(column: string, database: string | null): string {
  if (database !== null) return `${column} = ${literal(database)}`
  return `${column} NOT IN (${SYSTEM.map(literal).join(', ')})`
}
