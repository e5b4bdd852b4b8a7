import type { TypeCase } from '#tests/conformance/conformance_spec'
import { HOSTILE_COLUMN, PEOPLE, WIDE } from '#tests/conformance/fixtures'
import { column, type TableColumn } from '#tests/support/standins/snowflake/database'

/** A table of `fixtures.ts`, told once for the stand-in and once as SQL. */
export interface FixtureTable {
  name: string
  columns: TableColumn[]
  /** Rows of SQL expressions. */
  rows: string[][]
}

const integer = (name: string, more: Partial<TableColumn> = {}) =>
  column(name, 'NUMBER(38,0)', more)
const KEY = { nullable: false, primaryKey: true }
const LONG = 300_000

/** Names are in lower case here: they must be quoted, which `fixtures.ts` does not. */
export function fixtureTables(types: TypeCase[], hostile: string[]): FixtureTable[] {
  const people = Array.from({ length: PEOPLE }, (_, i) => [`${i + 1}`, `'person ${i + 1}'`])
  return [
    {
      name: 'people',
      columns: [
        integer('id', KEY),
        column('name', 'VARCHAR(100)', { nullable: false, default: "'nobody'" }),
      ],
      rows: people,
    },
    {
      name: 'orders',
      columns: [
        integer('id', KEY),
        integer('person_id', { references: { table: 'people', column: 'id' } }),
      ],
      rows: [
        ['1', '7'],
        ['2', 'NULL'],
      ],
    },
    { name: 'empty_table', columns: [integer('id'), column('name', 'VARCHAR(100)')], rows: [] },
    {
      name: 'wide',
      columns: Array.from({ length: WIDE }, (_, i) => integer(`c${i}`)),
      rows: [['1', ...Array<string>(WIDE - 1).fill('NULL')]],
    },
    {
      name: 'big',
      columns: [
        integer('id'),
        column('body', 'VARCHAR(16777216)'),
        column('bytes', 'BINARY(8388608)'),
      ],
      rows: [1, 2, 3, 4].map((id) => [
        `${id}`,
        `REPEAT('x', ${LONG})`,
        `TO_BINARY(REPEAT('00', ${LONG}), 'HEX')`,
      ]),
    },
    {
      name: 'every_type',
      columns: types.map(({ declared }, i) => column(`c${i}`, declared)),
      rows: [types.map(({ literal }) => literal), types.map(() => 'NULL')],
    },
    ...hostile.map((name) => ({ name, columns: [integer(HOSTILE_COLUMN)], rows: [['42']] })),
  ]
}

/** CREATE TABLE and INSERT; VALUES would not take functions. */
export function sqlOf({ name, columns, rows }: FixtureTable): string[] {
  const declared = columns.map(
    (one) =>
      `${quote(one.name)} ${one.type}${one.default ? ` DEFAULT ${one.default}` : ''}${one.nullable ? '' : ' NOT NULL'}`
  )
  const keys = columns.filter(({ primaryKey }) => primaryKey).map((one) => quote(one.name))
  const foreign = columns.flatMap((one) =>
    one.references
      ? [
          `FOREIGN KEY (${quote(one.name)}) REFERENCES ${quote(one.references.table)} (${quote(one.references.column)})`,
        ]
      : []
  )
  const constraints = [...(keys.length > 0 ? [`PRIMARY KEY (${keys.join(', ')})`] : []), ...foreign]
  const create = `CREATE TABLE ${quote(name)} (${[...declared, ...constraints].join(', ')})`
  const selects = rows.map((row) => `SELECT ${row.join(', ')}`)
  return rows.length > 0
    ? [create, `INSERT INTO ${quote(name)} ${selects.join(' UNION ALL ')}`]
    : [create]
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Tables, and the views over them, in the current schema. */
export async function layWithSql(
  tables: FixtureTable[],
  slowQuery: string,
  execute: (sql: string) => Promise<unknown>
): Promise<void> {
  for (const table of tables) for (const sql of sqlOf(table)) await execute(sql)
  await execute('CREATE VIEW "adults" AS SELECT "id", "name" FROM "people"')
  await execute(`CREATE VIEW "slow" AS ${slowQuery}`)
}
