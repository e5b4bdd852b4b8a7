import app from '@adonisjs/core/services/app'
import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import { Importer } from '#services/datasets/importer'
import { ApiPerson } from '#tests/support/api_person'
import { endQueue } from '#tests/support/dataset_rows'
import { makeWorker, newDataset } from '#tests/support/datasets'
import { mariadb } from '#tests/support/servers/mariadb'
import { needs } from '#tests/support/servers/missing'
import { postgres } from '#tests/support/servers/postgres'
import { sqliteConnection, sqliteFile } from '#tests/support/sqlite_connections'

interface Target {
  connectionId: string
  schema: string | null
  run: (sql: string) => Promise<unknown>
}

/** By type, three values that grow; the third is written after the first import. */
type Values = Record<string, [string, string, string]>

const TIMES: [string, string, string] = [
  "'2026-01-02 03:04:05.123456'",
  "'2026-10-25 02:30:00.000001'",
  "'2026-10-25 02:30:00.000002'",
]
const DAYS: [string, string, string] = ["'2025-12-31'", "'2026-01-01'", "'2026-01-02'"]
const TEXTS: [string, string, string] = ["'a'", "'it''s \\ \"b\"'", "'ä'"]

const POSTGRESQL: Values = {
  'bigint': ['1', '9007199254740993', '9007199254740994'],
  'numeric(30,10)': ['1', '12345678901234567890.0000000001', '12345678901234567890.0000000002'],
  'double precision': ['0.1', '0.3', '0.30000000000000004'],
  'timestamptz': TIMES,
  'timestamp': TIMES,
  'date': DAYS,
  'numeric': ['1', '9', '10'],
  'time': ["'00:00:01'", "'23:59:59.999998'", "'23:59:59.999999'"],
  'uuid': [
    "'00000000-0000-7000-8000-000000000000'",
    "'0190a1b2-c3d4-7e5f-8a6b-0123456789ab'",
    "'ffffffff-c3d4-7e5f-8a6b-0123456789ab'",
  ],
  'text collate "C"': TEXTS,
}
const MARIADB: Values = {
  'bigint unsigned': ['1', '18446744073709551614', '18446744073709551615'],
  'decimal(30,10)': POSTGRESQL['numeric(30,10)'] ?? TIMES,
  'double': POSTGRESQL['double precision'] ?? TIMES,
  'timestamp(6)': TIMES,
  'datetime(6)': TIMES,
  'date': DAYS,
  'year': ['2024', '2025', '2026'],
  'varchar(40) character set utf8mb4 collate utf8mb4_bin': ["'a'", "'it''s \"b\"'", "'ä'"],
}
const SQLITE: Values = {
  'integer': POSTGRESQL.bigint ?? TIMES,
  'real': POSTGRESQL['double precision'] ?? TIMES,
  'datetime': TIMES,
  'date': DAYS,
  'text': TEXTS,
  '': ['1', '2', '3'],
}

test.group('A refresh by a cursor adds what is new, whatever the type', (group) => {
  group.each.setup(endQueue)
  group.each.timeout(60_000)

  if (needs(group, 'postgres')) {
    test('on PostgreSQL', async ({ assert }) => {
      const server = await (await postgres()).createDatabase()
      const person = await ApiPerson.create()
      const connectionId = await connect(person, 'postgresql', server)
      const target = { connectionId, schema: 'public', run: (sql: string) => server.query(sql) }
      await assertGrows(assert, person, target, POSTGRESQL)
    })
  }
  test('a table whose columns changed keeps its rows and says so; trying again reads all of it', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const connectionId = await sqliteConnection(
      person,
      'create table growing (id integer); insert into growing values (1), (2)'
    )
    const tables = [{ schema: null, name: 'growing', cursor: 'id' }]
    const { id } = await newDataset(person, { connectionId, tables })
    assert.deepEqual(await imported(person, id), [2])
    await sqliteFile(
      person,
      'sales.sqlite',
      `alter table growing add column word text; insert into growing values (3, 'new')`
    )
    await person.post(`/datasets/${id}/refresh`)
    const [told] = await imported(person, id)
    assert.match(String(told), /column word .* new rows cannot be added/)
    const { data } = (await person.get(`/datasets/${id}`)).body
    const path = `/datasets/${id}/tables/${data.tables[0].id}`
    assert.equal(data.tables[0].error.code, 'columns_changed')
    assert.equal((await person.get(`${path}/preview`)).body.data.rowCount, 2)

    await person.post(`/datasets/${id}/retry`)
    assert.deepEqual(await imported(person, id), [3])
    assert.deepEqual((await person.get(`${path}/preview`)).body.data.rows[2], ['3', 'new'])
  })

  test('an import that failed leaves the rows with the columns that they have', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const connectionId = await sqliteConnection(
      person,
      'create table growing (id integer); insert into growing values (1), (2)'
    )
    const change = (sql: string) => sqliteFile(person, 'sales.sqlite', sql)
    const tables = [{ schema: null, name: 'growing', cursor: 'id' }]
    const { id } = await newDataset(person, { connectionId, tables })
    assert.deepEqual(await imported(person, id), [2])
    await change(
      `alter table growing add column word text; insert into growing values ('none', 'bad')`
    )
    await person.post(`/datasets/${id}/refresh`, { full: true })
    assert.match(String(await imported(person, id)), /id/)
    await change(`update growing set id = 3 where word = 'bad'`)
    await person.post(`/datasets/${id}/refresh`)
    assert.match(String(await imported(person, id)), /new rows cannot be added/)
    await person.post(`/datasets/${id}/retry`)
    assert.deepEqual(await imported(person, id), [3])
  })

  test('of a table without types nothing new is nothing new', async ({ assert }) => {
    const person = await ApiPerson.create()
    const connectionId = await sqliteConnection(
      person,
      `create table growing (id integer primary key, v);
       insert into growing values (1, 10), (2, 20)`
    )
    const tables = [{ schema: null, name: 'growing', cursor: 'id' }]
    const { id } = await newDataset(person, { connectionId, tables })
    assert.deepEqual(await imported(person, id), [2])
    await person.post(`/datasets/${id}/refresh`)
    assert.deepEqual(await imported(person, id), [2])
    await sqliteFile(person, 'sales.sqlite', 'insert into growing values (3, null)')
    await person.post(`/datasets/${id}/refresh`)
    assert.deepEqual(await imported(person, id), [3])
  })

  test('with a limit the table is read again, and is no longer than that', async ({ assert }) => {
    const person = await ApiPerson.create()
    const connectionId = await sqliteConnection(
      person,
      'create table growing (id integer primary key); insert into growing values (1), (2)'
    )
    const tables = [{ schema: null, name: 'growing', cursor: 'id', limit: 2 }]
    const { id } = await newDataset(person, { connectionId, tables })
    assert.deepEqual(await imported(person, id), [2])
    await sqliteFile(person, 'sales.sqlite', 'insert into growing values (3), (4)')
    await person.post(`/datasets/${id}/refresh`)
    assert.deepEqual(await imported(person, id), [2])
  })

  if (needs(group, 'mariadb')) {
    test('on MariaDB', async ({ assert }) => {
      const server = await (await mariadb()).createDatabase()
      const person = await ApiPerson.create()
      const connectionId = await connect(person, 'mysql', server)
      const { database: schema } = server
      const target = { connectionId, schema, run: (sql: string) => server.query(sql) }
      await assertGrows(assert, person, target, MARIADB)
    })
  }
  test('on SQLite', async ({ assert }) => {
    const person = await ApiPerson.create()
    const connectionId = await sqliteConnection(person, 'create table other (id integer)')
    const run = (sql: string) => sqliteFile(person, 'sales.sqlite', sql)
    await assertGrows(assert, person, { connectionId, schema: null, run }, SQLITE)
  })
})

/** Imports a table of each type, of two rows; then a third is found by a refresh, and nothing twice. */
async function assertGrows(
  assert: Assert,
  person: ApiPerson,
  { connectionId, schema, run }: Target,
  values: Values
): Promise<void> {
  const tables = []
  for (const [i, [type, [first, second]]] of Object.entries(values).entries()) {
    const name = `growing_${i}`
    await run(`create table ${name} (c ${type})`)
    await run(`insert into ${name} values (${first}), (${second})`)
    tables.push({ schema, name, cursor: 'c' })
  }
  const types = Object.keys(values)
  const byType = (seen: readonly unknown[]) =>
    Object.fromEntries(types.map((type, i) => [type, seen[i]]))
  const { id } = await newDataset(person, { connectionId, tables })
  assert.deepEqual(byType(await imported(person, id)), byType(types.map(() => 2)))
  for (const [i, [, , third]] of Object.values(values).entries()) {
    await run(`insert into growing_${i} values (${third})`)
  }
  await person.post(`/datasets/${id}/refresh`)
  assert.deepEqual(byType(await imported(person, id)), byType(types.map(() => 3)))
}

/** Of each table how many rows it has now, or why it failed. */
async function imported(person: ApiPerson, id: string): Promise<(number | string)[]> {
  const worker = await makeWorker(await app.container.make(Importer))
  await worker.drain()
  const { data } = (await person.get(`/datasets/${id}`)).body
  return data.tables.map(({ error, rows }: { error: { message: string } | null; rows: number }) =>
    error ? error.message : rows
  )
}

async function connect(
  person: ApiPerson,
  type: string,
  server: { host: string; port: number; database: string; user: string; password: string }
): Promise<string> {
  const { host, port, database, user: username, password } = server
  const config = { host, port, database, username, tls: { mode: 'disable' } }
  const body = { name: 'Target', type, config, credentials: { password } }
  return (await person.post('/connectors', body)).body.data.id
}
