import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import datasetsConfig from '#config/datasets'
import { databaseUrl } from '#config/database'
import { Importer } from '#services/datasets/importer'
import { ScratchFolders } from '#services/datasets/scratch_folders'
import { ApiPerson } from '#tests/support/api_person'
import { endLease, endQueue } from '#tests/support/dataset_rows'
import { makeWorker, newDataset } from '#tests/support/datasets'
import { sqliteConnection, sqliteFile } from '#tests/support/sqlite_connections'
import { needs } from '#tests/support/servers/missing'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

const ROWS = 5_000

/** Would take days. */
const SLOW = 'select n from generate_series(1, 100000000) n, pg_sleep(0.01)'

test.group('From a connection to a dataset, on PostgreSQL', (group) => {
  needs(group, 'postgres')
  let target: PostgresServer
  group.setup(async () => {
    target = await (await postgres()).createDatabase()
    await target.query(`
      create table orders (id bigint primary key, price numeric(10, 2), placed timestamptz);
      insert into orders select n, n / 7.0, '2026-01-01'::timestamptz + n * interval '1 minute'
      from generate_series(1, ${ROWS}) n;
      create table "odd name" ("a ""b""" text);
      insert into "odd name" values ('=1+1'), (null);
    `)
  })
  group.each.setup(endQueue)

  test('tables become files with the same values', async ({ assert }) => {
    const person = await ApiPerson.create()
    const connectionId = await connect(person, target)
    const tables = [
      { schema: 'public', name: 'orders', columns: ['id', 'price'] },
      { schema: 'public', name: 'odd name' },
    ]
    const { id } = await newDataset(person, { connectionId, tables })
    await importReally()
    const { data } = (await person.get(`/datasets/${id}`)).body

    assert.equal(data.status, 'succeeded', JSON.stringify(data.error))
    assert.deepEqual(
      data.tables.map((table: { rows: number }) => table.rows),
      [ROWS, 2]
    )
    assert.deepEqual(data.tables[0].columns[1].type, { name: 'decimal', precision: 10, scale: 2 })
    const [orders] = await filesOf(person, data)
    const sums = await inDuckdb(`select count(*), sum(id), sum(price) from '${orders}'`)
    assert.deepEqual(sums, ['5000', '12502500', '1786071.43'])
  })

  test('one table that is not there fails, and says so', async ({ assert }) => {
    const person = await ApiPerson.create()
    const connectionId = await connect(person, target)
    const tables = [
      { schema: 'public', name: 'orders', limit: 10 },
      { schema: 'public', name: 'missing' },
    ]
    const { id } = await newDataset(person, { connectionId, tables })
    await importReally()
    const { data } = (await person.get(`/datasets/${id}`)).body

    assert.equal(data.status, 'failed')
    assert.equal(data.tables[0].rows, 10)
    assert.equal(data.tables[1].error.code, 'table_not_found')
  })

  test('a target that refuses fails the import, in its words', async ({ assert }) => {
    const person = await ApiPerson.create()
    const connectionId = await connect(person, target, { password: 'not the password' })
    const { id } = await newDataset(person, { connectionId })
    await importReally()
    const { data } = (await person.get(`/datasets/${id}`)).body

    assert.equal(data.status, 'failed')
    assert.equal(data.error.code, 'auth_bad')
    assert.equal(data.tables[0].error.code, 'auth_bad')
    assert.notInclude(JSON.stringify(data), 'not the password')
  })

  test('cancelling stops the query at the target', async ({ assert }) => {
    const person = await ApiPerson.create()
    const connectionId = await connect(person, target)
    await target.query(`create or replace view slow as ${SLOW}`)
    const tables = [{ schema: 'public', name: 'slow' }]
    const { id } = await newDataset(person, { connectionId, tables })
    const importing = importReally()
    await seen(person, id, 'running')
    await person.post(`/datasets/${id}/cancel`)
    await importing
    const { data } = (await person.get(`/datasets/${id}`)).body

    assert.equal(data.status, 'cancelled')
    await nobodyReads(target)
    assert.isEmpty(await readdir(datasetsConfig.scratchDir))
  })

  test('a process of `queue:work` imports, and puts back what it does when it is told to end', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const connectionId = await connect(person, target)
    await target.query(`create or replace view slow as ${SLOW}`)
    const tables = [{ schema: 'public', name: 'orders' }]
    const quick = await newDataset(person, { connectionId, tables })
    const { worker, ended } = startWorker()
    await seen(person, quick.id, 'succeeded')
    const slow = [{ schema: 'public', name: 'slow' }]
    const { id } = await newDataset(person, { connectionId, tables: slow })
    await seen(person, id, 'running')
    worker.kill('SIGTERM')
    const [code] = await ended
    const { data } = (await person.get(`/datasets/${id}`)).body

    assert.equal(code, 0)
    assert.equal(data.status, 'queued')
    assert.isEmpty(await readdir(datasetsConfig.scratchDir))
  })

  test('a process of `queue:work` is killed: another one ends the import, once', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const connectionId = await connect(person, target)
    await target.query(`create or replace view slow as ${SLOW}`)
    const tables = ['orders', 'slow'].map((name) => ({ schema: 'public', name }))
    const { id } = await newDataset(person, { connectionId, tables })
    const { worker, ended } = startWorker()
    await tableSeen(person, id, 1, 'running')
    worker.kill('SIGKILL')
    await ended
    // The process that imports does not outlive its worker.
    await nobodyReads(target)
    assert.lengthOf(await readdir(datasetsConfig.scratchDir), 1)

    await target.query('create or replace view slow as select n from generate_series(1, 9) n')
    await endLease(id)
    await importReally()
    await new ScratchFolders(datasetsConfig.scratchDir).removeStray()
    const { data } = (await person.get(`/datasets/${id}`)).body
    assert.equal(data.status, 'succeeded', JSON.stringify(data.error))
    assert.deepEqual([data.rows, data.tables[1].rows], [ROWS + 9, 9])
    assert.isEmpty(await readdir(datasetsConfig.scratchDir))
    const files = await readdir(join(datasetsConfig.filesDir, person.user.tenantId, id))
    assert.lengthOf(files, 2)
  })
})

function startWorker() {
  const worker = spawn(process.execPath, ['ace.js', 'queue:work'], {
    cwd: app.makePath(),
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: 'ignore',
  })
  return { worker, ended: once(worker, 'exit') }
}

test.group('From a connection to a dataset, on SQLite', (group) => {
  group.each.setup(endQueue)

  test('all of it over the API: asked for, imported, previewed, added to, downloaded', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const connectionId = await sqliteConnection(
      person,
      `create table orders (id integer primary key, customer text, price real);
       insert into orders values (1, 'Ada', 1.5), (2, '=cmd()', 2.5)`
    )
    const tables = [{ name: 'orders', cursor: 'id' }]
    const { id } = await newDataset(person, { connectionId, tables })
    await importReally()
    await sqliteFile(person, 'sales.sqlite', `insert into orders values (3, 'Eve', null)`)
    await person.post(`/datasets/${id}/refresh`)
    await importReally()
    const { data } = (await person.get(`/datasets/${id}`)).body
    assert.equal(data.status, 'succeeded', JSON.stringify(data))
    const path = `/datasets/${id}/tables/${data.tables[0].id}`
    const preview = await person.get(`${path}/preview`)
    const csv = await person.get(`${path}/download?format=csv`)

    assert.deepEqual([data.rows, preview.body.data.rowCount], [3, 3])
    assert.equal(preview.body.data.rows[2][1], 'Eve')
    assert.match(csv.text, /2,'=cmd\(\),2.5\r\n/)
  })
})

async function importReally(): Promise<void> {
  const worker = await makeWorker(await app.container.make(Importer))
  await worker.drain()
}

/** Resolves when the target works for nobody any more. */
async function nobodyReads(target: PostgresServer): Promise<void> {
  const readers =
    "select 1 from pg_stat_activity where query ~ 'slow' and state = 'active' and pid <> pg_backend_pid()"
  while ((await target.query(readers)).length > 0);
}

async function connect(
  person: ApiPerson,
  { host, port, database, user: username, password }: PostgresServer,
  credentials: Record<string, string> = { password }
): Promise<string> {
  const config = { host, port, database, username, tls: { mode: 'disable' } }
  const body = { name: 'Target', type: 'postgresql', config, credentials }
  return (await person.post('/connectors', body)).body.data.id
}

async function seen(person: ApiPerson, id: string, status: string): Promise<void> {
  for (;;) {
    const { data } = (await person.get(`/datasets/${id}`)).body
    if (data.status === status) return
    if (data.status === 'failed') throw new Error(JSON.stringify(data.error))
  }
}

async function tableSeen(person: ApiPerson, id: string, index: number, status: string) {
  for (;;) {
    const { data } = (await person.get(`/datasets/${id}`)).body
    if (data.tables[index].status === status) return
    if (data.status === 'failed') throw new Error(JSON.stringify(data.error))
  }
}

async function filesOf(
  { user }: ApiPerson,
  { id, tables }: { id: string; tables: { id: string }[] }
): Promise<string[]> {
  const folder = join(datasetsConfig.filesDir, user.tenantId, id)
  const names = await readdir(folder)
  return tables.map((table) => join(folder, names.find((name) => name.startsWith(table.id)) ?? ''))
}

/** The first row, as text. */
async function inDuckdb(sql: string): Promise<string[]> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const reader = await connection.runAndReadAll(sql)
  return reader.getRows()[0]?.map(String) ?? []
}
