import type { Database } from 'better-sqlite3'
import type { Column, TableKind, TableSummary } from '#connectors/contracts'

/** A table as the file itself lists it. */
export interface ListedTable {
  name: string
  type: 'table' | 'view' | 'virtual'
  hasRowid: boolean
}

/** SQLite allows 500 parts of a compound SELECT. */
const BATCH = 200

interface CatalogRow {
  name: string
  type: ListedTable['type']
  wr: number
}

// Shadow tables are the insides of virtual ones; `sqlite_…` is what SQLite keeps for itself.
const LISTED = `schema = 'main' AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`

/** At most `limit` tables, by name. */
export function listTables(database: Database, limit: number): TableSummary[] {
  const tables = database
    .prepare<[number], CatalogRow>(
      `SELECT name, type, wr FROM pragma_table_list WHERE ${LISTED} ORDER BY name LIMIT ?`
    )
    .all(limit)
    .map(toListed)
  const estimates = estimateRows(database, tables)
  return tables.map((table) => ({
    schema: null,
    name: table.name,
    kind: kindOf(table),
    rowEstimate: estimates.get(table.name) ?? null,
  }))
}

/** The table of exactly that name, or null when the file lists none. */
export function findTable(database: Database, name: string): ListedTable | null {
  const row = database
    .prepare<[string, string], CatalogRow>(
      `SELECT name, type, wr FROM pragma_table_list(?) WHERE ${LISTED} AND name = ? COLLATE BINARY`
    )
    .get(name, name)
  return row ? toListed(row) : null
}

export function kindOf(table: ListedTable): TableKind {
  return table.type === 'view' ? 'view' : 'table'
}

/** What ANALYZE counted, else the highest rowid, which counts deleted rows too; nothing for views. */
export function estimateRows(database: Database, tables: ListedTable[]): Map<string, number> {
  const estimates = readStatistics(database)
  const others = tables.filter(({ name, hasRowid }) => hasRowid && !estimates.has(name))
  for (let start = 0; start < others.length; start += BATCH) {
    const names = others.slice(start, start + BATCH).map(({ name }) => name)
    for (const [name, highest] of highestRowids(database, names)) estimates.set(name, highest)
  }
  return estimates
}

interface ColumnRow {
  name: string
  type: string
  notnull: number
  dflt_value: string | null
  pk: number
}

interface StatisticsRow {
  tbl: unknown
  stat: unknown
}

interface ForeignKeyRow {
  seq: number
  table: string
  from: string
  to: string | null
}

/** Hidden columns of virtual tables (`hidden` is 1) are arguments, not data. */
export function readColumns(database: Database, table: ListedTable): Column[] {
  const rows = database
    .prepare<[string], ColumnRow>(
      'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1'
    )
    .all(table.name)
  const references = readReferences(database, table.name)
  const isAlias = isRowidAlias(rows, table)
  return rows.map((row) => ({
    name: row.name,
    type: row.type,
    nullable: row.notnull === 0 && !isAlias(row),
    default: row.dflt_value,
    primaryKey: row.pk > 0,
    references: references.get(row.name.toLowerCase()) ?? null,
  }))
}

/** A name for SQL: in double quotes, with those inside it doubled. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function toListed({ name, type, wr }: CatalogRow): ListedTable {
  return { name, type, hasRowid: type === 'table' && wr === 0 }
}

/** Row counts by table: the first number of a line of sqlite_stat1 (https://sqlite.org/fileformat2.html#stat1tab). */
function readStatistics(database: Database): Map<string, number> {
  const isAnalyzed = database
    .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'sqlite_stat1'")
    .get()
  const rows = isAnalyzed
    ? database.prepare<[], StatisticsRow>('SELECT tbl, stat FROM sqlite_stat1').all()
    : []
  const counts = new Map<string, number>()
  for (const { tbl, stat } of rows) {
    const count = /^\d{1,15}(?= |$)/.exec(String(stat))
    if (typeof tbl === 'string' && count) counts.set(tbl, Number(count[0]))
  }
  return counts
}

/** Many in one statement; one by one where a table that cannot be read spoils it for the others. */
function highestRowids(database: Database, names: string[]): [string, number][] {
  try {
    const sql = names.map((name) => `SELECT max(_rowid_) FROM ${quote(name)}`).join(' UNION ALL ')
    const values: unknown[] = database.prepare(sql).pluck().all()
    return names.flatMap((name, index): [string, number][] => {
      const highest = values[index] ?? 0
      // A column of the table's own may bear that name and hold anything.
      return typeof highest === 'number' && highest >= 0 ? [[name, highest]] : []
    })
  } catch {
    return names.length > 1 ? names.flatMap((name) => highestRowids(database, [name])) : []
  }
}

function readReferences(database: Database, table: string): Map<string, Column['references']> {
  const keys = database
    .prepare<[string], ForeignKeyRow>(
      'SELECT seq, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq'
    )
    .all(table)
  const references = new Map<string, Column['references']>()
  for (const { seq, table: name, from, to } of keys) {
    const column = to ?? primaryKeyOf(database, name)[seq]
    if (column !== undefined) {
      references.set(from.toLowerCase(), { schema: null, name, column })
    }
  }
  return references
}

/** What a foreign key that names no columns refers to. */
function primaryKeyOf(database: Database, table: string): string[] {
  return database
    .prepare<[string], string>('SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk')
    .pluck()
    .all(table)
}

/** `INTEGER PRIMARY KEY` alone is the rowid itself and never NULL; other keys may be. */
function isRowidAlias(rows: ColumnRow[], table: ListedTable): (row: ColumnRow) => boolean {
  const key = rows.filter((row) => row.pk > 0)
  return (row) => table.hasRowid && key.length === 1 && row.pk > 0 && /^integer$/i.test(row.type)
}
