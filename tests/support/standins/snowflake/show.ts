import type { Database, Table } from '#tests/support/standins/snowflake/database'
import { type Result, texts } from '#tests/support/standins/snowflake/values'

/** What the SHOW and DESCRIBE commands answer, with a few of the columns that nobody asked for. */

const CREATED = '1700000000.123000000'

export function showSchemas({ schemas, name }: Database): Result {
  return texts(
    ['created_on', 'name', 'database_name'],
    schemas.slice(0, 1).map((schema) => [CREATED, schema, name])
  )
}

/** LIKE takes no notice of case. */
export function showWarehouses({ warehouses }: Database, name: string): Result {
  const shown = [...warehouses].filter(([one]) => one.toUpperCase() === name.toUpperCase())
  return texts(
    ['name', 'state', 'type'],
    shown.map(([one, state]) => [one, state.split(' ')[0] ?? '', 'STANDARD'])
  )
}

export function showObjects(
  database: Database,
  asked: { schema?: string; start: string; limit: number }
): Result {
  const shown = database
    .inOrder()
    .filter(({ schema }) => asked.schema === undefined || schema === asked.schema)
    .filter(({ name }) => name.startsWith(asked.start))
    .slice(0, asked.limit)
  return texts(
    ['created_on', 'name', 'database_name', 'schema_name', 'kind', 'comment', 'rows', 'bytes'],
    shown.map((table) => [
      CREATED,
      table.name,
      database.name,
      table.schema,
      table.kind,
      '',
      rowCount(table),
      null,
    ])
  )
}

export function allTables(database: Database, limit: number): Result {
  const shown = database.inOrder().filter(({ schema }) => schema !== 'INFORMATION_SCHEMA')
  return texts(
    ['TABLE_SCHEMA', 'TABLE_NAME', 'TABLE_TYPE', 'ROW_COUNT'],
    shown
      .slice(0, limit)
      .map((table) => [
        table.schema,
        table.name,
        table.kind === 'TABLE' ? 'BASE TABLE' : table.kind,
        rowCount(table),
      ])
  )
}

export function describeTable({ columns }: Table): Result {
  return texts(
    ['name', 'type', 'kind', 'null?', 'default', 'primary key', 'unique key'],
    columns.map((column) => [
      column.name,
      column.type,
      'COLUMN',
      column.nullable ? 'Y' : 'N',
      column.default,
      column.primaryKey ? 'Y' : 'N',
      'N',
    ])
  )
}

export function importedKeys(database: Database, table: Table): Result {
  const columns = ['pk', 'fk'].flatMap((side) =>
    ['database_name', 'schema_name', 'table_name', 'column_name'].map((what) => `${side}_${what}`)
  )
  const keys = table.columns.flatMap(({ name, references }) =>
    references
      ? [
          [database.name, table.schema, references.table, references.column]
            .concat([database.name, table.schema, table.name, name])
            .concat('1'),
        ]
      : []
  )
  return texts([...columns, 'key_sequence'], keys)
}

/** Views have none. */
function rowCount({ kind, rows }: Table): string | null {
  return kind === 'TABLE' ? String(rows.length) : null
}
