import type { TableKind, TableRef, TableSummary } from '#connectors/contracts'
import { run, runNamed } from '#connectors/snowflake/query'
import type { SnowflakeSession } from '#connectors/snowflake/session'
import { literal, quote } from '#connectors/snowflake/sql'

/** What one SHOW command answers at most. */
const SHOWN_AT_MOST = 10_000

/** More than the views of INFORMATION_SCHEMA, which are shown among the others. */
const HIDDEN_AT_MOST = 500

const HIDDEN_SCHEMA = 'INFORMATION_SCHEMA'

/** As `kind` of SHOW OBJECTS, and as TABLE_TYPE of INFORMATION_SCHEMA.TABLES. */
const KINDS: Record<string, TableKind> = {
  'VIEW': 'view',
  'MATERIALIZED VIEW': 'materialized_view',
  'EXTERNAL TABLE': 'foreign_table',
}

/**
 * SHOW asks the cloud services layer alone: it needs no warehouse, wakes none and costs nothing. Only where it ends,
 * at 10,000 objects, INFORMATION_SCHEMA is read, if there is a warehouse to read it with.
 */
export async function readTables(
  session: SnowflakeSession,
  limit: number
): Promise<TableSummary[]> {
  const rows = Math.min(SHOWN_AT_MOST, limit + HIDDEN_AT_MOST)
  const shown = await runNamed(session, `SHOW OBJECTS IN ${scopeOf(session)} LIMIT ${rows}`)
  const isCut = shown.length >= SHOWN_AT_MOST && limit > SHOWN_AT_MOST
  if (isCut && session.context.warehouse !== null) return readAllTables(session, limit)
  return tablesOf(shown).sort(bySchemaAndName).slice(0, limit)
}

/** Null when the database lists no such table. */
export async function readTable(
  session: SnowflakeSession,
  { schema, name }: TableRef
): Promise<TableSummary | null> {
  const shown = await runNamed(
    session,
    `SHOW OBJECTS IN ${scopeOf(session)} STARTS WITH ${literal(name)} LIMIT ${SHOWN_AT_MOST}`
  )
  const asked = schema ?? session.context.schema ?? 'PUBLIC'
  return tablesOf(shown).find((table) => table.schema === asked && table.name === name) ?? null
}

async function readAllTables(session: SnowflakeSession, limit: number): Promise<TableSummary[]> {
  const { database, schema } = session.context
  const { rows } = await run(
    session,
    `SELECT table_schema, table_name, table_type, row_count FROM ${quote(database)}.INFORMATION_SCHEMA.TABLES ` +
      `WHERE ${schema === null ? `table_schema <> '${HIDDEN_SCHEMA}'` : `table_schema = ${literal(schema)}`} ` +
      `ORDER BY table_schema, table_name LIMIT ${limit}`
  )
  return rows.map(([schemaName, name, kind, count]) =>
    tableOf(schemaName ?? '', name ?? '', kind, count)
  )
}

function tablesOf(shown: Record<string, string | null>[]): TableSummary[] {
  return shown
    .filter(({ schema_name: schema }) => schema !== HIDDEN_SCHEMA)
    .map(({ schema_name: schema, name, kind, rows }) =>
      tableOf(schema ?? '', name ?? '', kind, rows)
    )
}

function tableOf(
  schema: string,
  name: string,
  type: string | null | undefined,
  count: string | null | undefined
): TableSummary {
  const kind = KINDS[(type ?? '').toUpperCase().replaceAll('_', ' ')] ?? 'table'
  const isCounted = kind === 'table' && count !== null && count !== undefined && count !== ''
  return { schema, name, kind, rowEstimate: isCounted ? Number(count) : null }
}

function scopeOf({ context: { database, schema } }: SnowflakeSession): string {
  return schema === null
    ? `DATABASE ${quote(database)}`
    : `SCHEMA ${quote(database)}.${quote(schema)}`
}

function bySchemaAndName(a: TableSummary, b: TableSummary): number {
  return compare(a.schema ?? '', b.schema ?? '') || compare(a.name, b.name)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
