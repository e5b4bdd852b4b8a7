import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import Database from 'better-sqlite3'
import { dataDir } from '#config/database'
import type { Cell } from '#connectors/contracts'
import type { Engine } from '#connectors/engine'
import { mysql } from '#connectors/mysql/engine'
import { postgresql } from '#connectors/postgresql/engine'
import { sqlite } from '#connectors/sqlite/engine'
import type { ConformanceServer } from '#tests/conformance/conformance_spec'
import { type Kind, MUSIC_SHOP, type ShopTable } from '#tests/conformance/music_shop'
import { connectorTo, never, serverWith, using } from '#tests/conformance/workbench'
import { mariadb } from '#tests/support/servers/mariadb'
import { needs } from '#tests/support/servers/missing'
import { postgres } from '#tests/support/servers/postgres'
import type { Needed } from '#tests/support/servers/sources'

/** One engine's words for the shop. */
interface Shopkeeper {
  engine: Engine
  needs: Needed | null
  start(): Promise<ConformanceServer>
  types: Record<Kind, string>
  bytes(hex: string): string
  /** What a preview shows of money and of moments. */
  cells: Record<'money' | 'moment', (text: string) => Cell>
}

const asIso = (text: string) => text.replace(' ', 'T')
const asItIs = (text: string) => text

const SHOPKEEPERS: Shopkeeper[] = [
  {
    engine: postgresql,
    needs: 'postgres',
    start: async () => onServer(await (await postgres()).createDatabase(), () => 'public'),
    types: types({ moment: 'timestamp', bytes: 'bytea' }),
    bytes: (hex) => `decode('${hex}', 'hex')`,
    cells: { money: asItIs, moment: asIso },
  },
  {
    engine: mysql,
    needs: 'mariadb',
    start: async () =>
      onServer(await (await mariadb()).createDatabase(), ({ database }) => database),
    types: types({ moment: 'datetime', bytes: 'blob' }),
    bytes: (hex) => `x'${hex}'`,
    cells: { money: asItIs, moment: asIso },
  },
  {
    engine: sqlite,
    needs: null,
    start: async () => onFile(),
    types: types({ moment: 'timestamp', bytes: 'blob' }),
    bytes: (hex) => `x'${hex}'`,
    // It has no decimals: what looks like a number is one.
    cells: { money: Number, moment: asItIs },
  },
]

for (const keeper of SHOPKEEPERS) {
  test.group(`${keeper.engine.label}: a music shop`, (group) => {
    let server: ConformanceServer
    if (keeper.needs === null || needs(group, keeper.needs)) {
      group.setup(async () => {
        server = await keeper.start()
        for (const statement of statementsFor(keeper)) await server.execute(statement)
      })
    }

    test('every table and view is listed', async ({ assert }) => {
      const tables = await using(connectorTo(keeper.engine, server), (connector) =>
        connector.listTables({ signal: never })
      )
      assert.sameMembers(
        tables.map(({ name, kind }) => `${name} ${kind}`),
        [...MUSIC_SHOP.map(({ name }) => `${name} table`), 'sold view']
      )
    })

    test('keys, references and every value of {name} are as they were put in')
      .with(MUSIC_SHOP)
      .run(async ({ assert }, table) => {
        const { columns, rows, rowCount, truncated } = await preview(table.name)
        assert.deepEqual(
          columns.map(({ name, primaryKey, references }) => ({
            name,
            isKey: primaryKey,
            refersTo: references && `${references.name}.${references.column}`,
          })),
          Object.keys(table.columns).map((name) => ({
            name,
            isKey: table.key.includes(name),
            refersTo: referenceOf(table, name),
          }))
        )
        assert.deepEqual(rows, cellsOf(table, keeper))
        assert.deepEqual(rowCount, { value: table.rows.length, exact: true })
        assert.isFalse(truncated)
      })

    test('a view over joined tables shows what was sold', async ({ assert }) => {
      const { rows } = await preview('sold')
      assert.sameDeepMembers(rows, [
        ['Wave', 'Antônio Carlos Jobim'],
        ['Группа крови', 'Кино'],
      ])
    })

    function preview(name: string) {
      const table = { schema: server.schema, name }
      return using(connectorTo(keeper.engine, server), (connector) =>
        connector.preview(table, { limit: 10, exactCount: true, signal: never })
      )
    }
  })
}

function statementsFor(keeper: Shopkeeper): string[] {
  return [
    ...MUSIC_SHOP.map((table) => tableSql(table, keeper)),
    ...MUSIC_SHOP.map((table) => rowsSql(table, keeper)),
    `create view sold as select track.name as track, artist.name as artist from invoice_line
     join track on track.track_id = invoice_line.track_id
     join album on album.album_id = track.album_id
     join artist on artist.artist_id = album.artist_id`,
  ]
}

function tableSql({ name, columns, key, references = {} }: ShopTable, keeper: Shopkeeper): string {
  const isRequired = (column: string) => (key.includes(column) ? ' not null' : '')
  const lines = [
    ...Object.entries(columns).map(
      ([column, kind]) => `${column} ${keeper.types[kind]}${isRequired(column)}`
    ),
    `primary key (${key.join(', ')})`,
    ...Object.entries(references).map(
      ([column, table]) =>
        `foreign key (${column}) references ${table} (${firstColumnOf(table) ?? ''})`
    ),
  ]
  return `create table ${name} (${lines.join(', ')})`
}

function rowsSql({ name, columns, rows }: ShopTable, keeper: Shopkeeper): string {
  const kinds = Object.values(columns)
  const literal = (value: string | number | null, kind: Kind | undefined) => {
    if (value === null) return 'null'
    if (kind === 'bytes') return keeper.bytes(String(value))
    if (kind === 'integer' || kind === 'money') return String(value)
    return `'${String(value).replaceAll("'", "''")}'`
  }
  const tuples = rows.map(
    (row) => `(${row.map((value, i) => literal(value, kinds[i])).join(', ')})`
  )
  return `insert into ${name} values ${tuples.join(', ')}`
}

function cellsOf({ columns, rows }: ShopTable, { cells }: Shopkeeper): Cell[][] {
  const kinds = Object.values(columns)
  return rows.map((row) =>
    row.map((value, i) => {
      const kind = kinds[i]
      if (value === null) return null
      if (kind === 'bytes') return bytesCell(Buffer.from(String(value), 'hex'))
      return kind === 'money' || kind === 'moment' ? cells[kind](String(value)) : value
    })
  )
}

function bytesCell(bytes: Buffer): Cell {
  return {
    $type: 'binary',
    base64: bytes.toString('base64'),
    bytes: bytes.length,
    truncated: false,
  }
}

function referenceOf({ references = {} }: ShopTable, column: string): string | null {
  const table = references[column]
  return table === undefined ? null : `${table}.${firstColumnOf(table)}`
}

function firstColumnOf(name: string): string | undefined {
  const table = MUSIC_SHOP.find((one) => one.name === name)
  return table?.key[0]
}

function types(own: Record<'moment' | 'bytes', string>): Record<Kind, string> {
  return { integer: 'integer', text: 'varchar(120)', money: 'decimal(10,2)', ...own }
}

interface NewDatabase {
  host: string
  port: number
  user: string
  password: string
  database: string
  query(sql: string): Promise<unknown>
}

function onServer(made: NewDatabase, schemaOf: (made: NewDatabase) => string): ConformanceServer {
  const { host, port, user, password, database, query } = made
  return serverWith({
    config: { host, port, database, username: user, tls: { mode: 'disable' } },
    credentials: { password },
    schema: schemaOf(made),
    execute: (sql) => query(sql),
  })
}

function onFile(): ConformanceServer {
  const tenantId = 'music'
  const filesFolder = join(dataDir, 'music-files')
  mkdirSync(join(filesFolder, tenantId), { recursive: true })
  const database = new Database(join(filesFolder, tenantId, 'shop.db'))
  return serverWith({
    tenantId,
    config: { file: 'shop.db' },
    credentials: {},
    filesFolder,
    schema: null,
    execute: async (sql) => database.exec(sql),
  })
}
