import { copyFileSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import Database, { type Database as Sqlite } from 'better-sqlite3'
import { ConnectorError } from '#connectors/connector_error'
import type { Connector } from '#connectors/contracts'
import { sqlite } from '#connectors/sqlite/engine'
import { connectorTo, never, serverWith, tested } from '#tests/conformance/workbench'

test.group('SQLite: files', (group) => {
  let folder = ''
  const pathOf = (file: string) => join(folder, 'tenant', file)

  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'varlor-sqlite-'))
    mkdirSync(join(folder, 'tenant'))
    return () => rmSync(folder, { recursive: true })
  })

  /** Writes a file with this SQL, and leaves it open for as long as `work` reads it. */
  async function using(sql: string, work: (connector: Connector, writer: Sqlite) => Promise<void>) {
    const writer = new Database(pathOf('data.db'))
    writer.exec(sql)
    const connector = await connect('data.db')
    try {
      await work(connector, writer)
    } finally {
      await connector.dispose()
      writer.close()
    }
  }

  const connect = (file: string) =>
    connectorTo(
      sqlite,
      serverWith({ config: { file }, credentials: {}, schema: null, filesFolder: folder })
    )
  const testFile = (file: string) => tested(connect(file))

  test('a database with a write-ahead log is read while others write to it', async ({ assert }) => {
    const sql = 'pragma journal_mode = wal; create table t (id integer primary key)'
    await using(sql, async (connector, writer) => {
      assert.deepEqual(await rowsOf(connector, 't'), [])
      writer.exec('insert into t values (1)')
      assert.deepEqual(await rowsOf(connector, 't'), [[1]])
    })
  })

  test('a file that is replaced is read anew', async ({ assert }) => {
    await using('create table old (id)', async (connector) => {
      assert.deepEqual(await names(connector), ['old'])
      const other = new Database(pathOf('other.db'))
      other.exec('create table fresh (id)')
      other.close()
      rmSync(pathOf('data.db'))
      copyFileSync(pathOf('other.db'), pathOf('data.db'))
      assert.deepEqual(await names(connector), ['fresh'])
    })
  })

  test('a file that is removed is missing', async ({ assert }) => {
    await using('create table t (id)', async (connector) => {
      await names(connector)
      rmSync(pathOf('data.db'))
      assert.equal(await codeOf(() => names(connector)), 'file_missing')
    })
  })

  test('a damaged file is told apart from one of another kind', async ({ assert }) => {
    const database = new Database(pathOf('damaged.db'))
    database.exec('create table t (id)')
    database.exec(`insert into t values ${Array.from({ length: 5_000 }, () => '(1)').join()}`)
    database.close()
    const bytes = readFileSync(pathOf('damaged.db'))
    writeFileSync(pathOf('damaged.db'), bytes.fill(0xff, 100, 4_096))
    const damaged = await testFile('damaged.db')
    assert.equal(damaged.code, 'not_a_database')
    assert.include(damaged.message, 'damaged')

    writeFileSync(pathOf('encrypted.db'), Buffer.alloc(8_192, 0xa5))
    const encrypted = await testFile('encrypted.db')
    assert.equal(encrypted.code, 'not_a_database')
    assert.include(encrypted.message, 'encrypted')
  })

  test('what virtual tables are made of is not listed, the tables are', async ({ assert }) => {
    const sql = `create virtual table search using fts5 (body); insert into search values ('needle')`
    await using(sql, async (connector) => {
      assert.deepEqual(await names(connector), ['search'])
      assert.deepEqual(await rowsOf(connector, 'search'), [['needle']])
      assert.equal(await codeOf(() => preview(connector, 'search_content')), 'table_not_found')
      assert.equal(await codeOf(() => preview(connector, 'sqlite_schema')), 'table_not_found')
    })
  })

  test('a table of an unknown module says what it needs, and spoils no other', async ({
    assert,
  }) => {
    const sql = `create table fine (id); pragma writable_schema = on;
      insert into sqlite_schema values ('table', 'map', 'map', 0, 'create virtual table map using nowhere (x)')`
    await using('', async (connector, writer) => {
      writer.unsafeMode(true).exec(sql)
      assert.deepEqual(await names(connector), ['fine', 'map'])
      const error = await preview(connector, 'map').catch((thrown: unknown) => thrown)
      assert.include((error as Error).message, 'extension')
      assert.deepEqual(await rowsOf(connector, 'fine'), [])
    })
  })

  test('a view that no longer fits says so, and spoils no other', async ({ assert }) => {
    const sql =
      'create table t (id); create view v as select gone from t; create view w as select 1 as one'
    await using(sql, async (connector) => {
      assert.deepEqual(await names(connector), ['t', 'v', 'w'])
      assert.equal(await codeOf(() => preview(connector, 'v')), 'unknown')
      assert.deepEqual(await rowsOf(connector, 'w'), [[1]])
    })
  })

  test('estimates survive odd tables', async ({ assert }) => {
    const sql = `
      create table plain (id integer primary key); insert into plain values (7);
      create table keyed (id text primary key) without rowid; insert into keyed values ('a');
      create table odd (_rowid_ text, rowid text, oid text); insert into odd values ('x', 'x', 'x');
      create table negative (id integer primary key); insert into negative values (-5);
      create table empty (id)`
    await using(sql, async (connector) => {
      const tables = await connector.listTables({ signal: never })
      assert.deepEqual(
        Object.fromEntries(tables.map(({ name, rowEstimate }) => [name, rowEstimate])),
        { plain: 7, keyed: null, odd: null, negative: null, empty: 0 }
      )
    })
  })

  test('keys are told as SQLite means them', async ({ assert }) => {
    const sql = `
      create table a (x int, y int, primary key (y, x));
      create table b (id integer primary key, p int, q int, foreign key (p, q) references a);
      create table c (code text primary key, total int generated always as (length(code)))`
    await using(sql, async (connector) => {
      const b = await columnsOf(connector, 'b')
      assert.isFalse(b[0]?.nullable)
      assert.deepEqual(b[1]?.references, { schema: null, name: 'a', column: 'y' })
      assert.deepEqual(b[2]?.references, { schema: null, name: 'a', column: 'x' })
      const c = await columnsOf(connector, 'c')
      assert.isTrue(c[0]?.nullable)
      assert.lengthOf(c, 2)
    })
  })

  test('a cut text tells its whole length', async ({ assert }) => {
    const sql = `create table t (body); insert into t values (replace(hex(zeroblob(70000)), '00', 'é'))`
    await using(sql, async (connector) => {
      const { rows, truncated } = await preview(connector, 't')
      assert.isTrue(truncated)
      assert.containsSubset(rows[0]?.[0], { $type: 'text', length: 70_000, truncated: true })
    })
  })
})

async function names(connector: Connector): Promise<string[]> {
  const tables = await connector.listTables({ signal: never })
  return tables.map(({ name }) => name)
}

async function rowsOf(connector: Connector, name: string) {
  const { rows } = await preview(connector, name)
  return rows
}

async function columnsOf(connector: Connector, name: string) {
  const { columns } = await preview(connector, name)
  return columns
}

function preview(connector: Connector, name: string) {
  return connector.preview({ schema: null, name }, { limit: 10, exactCount: false, signal: never })
}

async function codeOf(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work()
    return null
  } catch (error) {
    return error instanceof ConnectorError ? error.code : String(error)
  }
}
