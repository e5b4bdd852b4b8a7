import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import type { Connector } from '#connectors/contracts'
import { mysql } from '#connectors/mysql/engine'
import { connectorTo, never, type Overrides, serverWith, using } from '#tests/conformance/workbench'
import { mariadb, type MariadbServer } from '#tests/support/servers/mariadb'
import { needs } from '#tests/support/servers/missing'

test.group('MySQL: catalog', (group) => {
  needs(group, 'mariadb')

  test('every database that the user may read is listed, when none is named', async ({
    assert,
  }) => {
    const [one, two] = [await createDatabase(), await createDatabase()]
    await one.query('create table first (id int)')
    await two.query('create table second (id int)')
    await withConnector(one, { config: { database: undefined } }, async (connector) => {
      const tables = await connector.listTables({ signal: never })
      assert.containsSubset(tables, [
        { schema: one.database, name: 'first' },
        { schema: two.database, name: 'second' },
      ])
      assert.notIncludeMembers(
        tables.map(({ schema }) => schema),
        ['mysql', 'information_schema', 'performance_schema', 'sys']
      )
      const second = { schema: two.database, name: 'second' }
      const { table } = await preview(connector, second)
      assert.equal(table.name, 'second')
    })
  })

  test('a connection to one database does not reach into another', async ({ assert }) => {
    const [one, two] = [await createDatabase(), await createDatabase()]
    await two.query('create table second (id int)')
    await withConnector(one, {}, async (connector) => {
      const second = { schema: two.database, name: 'second' }
      await assert.rejects(() => preview(connector, second), ConnectorError)
    })
  })

  test('partitions count together, sequences are no tables, versioned ones are', async ({
    assert,
  }) => {
    const server = await createDatabase()
    await server.query('create table parts (id int) partition by hash(id) partitions 3')
    await server.query(`insert into parts values ${numbers(300)}`)
    await server.query('create sequence counter')
    await server.query('create table history (id int) with system versioning')
    await server.query('analyze table parts')
    await withConnector(server, {}, async (connector) => {
      assert.deepEqual(await connector.listTables({ signal: never }), [
        { schema: server.database, name: 'history', kind: 'table', rowEstimate: 0 },
        { schema: server.database, name: 'parts', kind: 'table', rowEstimate: 300 },
      ])
    })
  })

  test("a user who may not see InnoDB's statistics gets estimates all the same", async ({
    assert,
  }) => {
    const server = await createDatabase()
    await server.query('create table people (id int)')
    await server.query(`insert into people values ${numbers(200)}`)
    await server.query('analyze table people')
    const credentials = await createReader(server)
    await withConnector(server, credentials, async (connector) => {
      const [people] = await connector.listTables({ signal: never })
      assert.equal(people?.rowEstimate, 200)
    })
  })

  test('a user who may only read is told so, and another that it may write', async ({ assert }) => {
    const server = await createDatabase()
    await server.query('create table people (id int)')
    await withConnector(server, await createReader(server), async (connector) => {
      assert.isTrue(await canOnlyRead(connector))
    })
    await withConnector(server, {}, async (connector) => {
      assert.isFalse(await canOnlyRead(connector))
    })
  })

  test('what reading would write is refused by the server', async ({ assert }) => {
    const server = await createDatabase()
    await server.query('create table log (id int)')
    await server.query(
      'create function noisy() returns int modifies sql data begin insert into log values (1); return 1; end'
    )
    await server.query('create view trap as select noisy() as n')
    await withConnector(server, {}, async (connector) => {
      const error = await preview(connector, { schema: server.database, name: 'trap' }).catch(
        (thrown: unknown) => thrown
      )
      assert.instanceOf(error, ConnectorError)
      assert.equal((error as ConnectorError).code, 'schema_denied')
    })
    assert.lengthOf(await server.query('select * from log'), 0)
  })

  test('composite keys, defaults and generated columns are told', async ({ assert }) => {
    const server = await createDatabase()
    await server.query('create table a (x int, y int, primary key (y, x))')
    await server.query(
      `create table b (
        x int, y int, unique_only int not null unique, total int as (x + y),
        made datetime default current_timestamp on update current_timestamp,
        note varchar(20) default 'it''s', foreign key (y, x) references a (y, x))`
    )
    await withConnector(server, {}, async (connector) => {
      const { columns } = await preview(connector, { schema: server.database, name: 'b' })
      const byName = Object.fromEntries(columns.map((column) => [column.name, column]))
      const { schema } = { schema: server.database }
      assert.deepEqual(byName.x?.references, { schema, name: 'a', column: 'x' })
      assert.deepEqual(byName.y?.references, { schema, name: 'a', column: 'y' })
      assert.isFalse(byName.unique_only?.primaryKey)
      assert.equal(byName.made?.default, 'current_timestamp()')
      assert.equal(byName.note?.default, `'it''s'`)
      assert.isNull(byName.total?.default)
    })
  })

  test('a view whose table is gone says what is wrong', async ({ assert }) => {
    const server = await createDatabase()
    await server.query('create table base (id int)')
    await server.query('create view orphan as select id from base')
    await server.query('drop table base')
    await withConnector(server, {}, async (connector) => {
      const error = await preview(connector, { schema: server.database, name: 'orphan' }).catch(
        (thrown: unknown) => thrown
      )
      assert.instanceOf(error, ConnectorError)
      assert.include((error as ConnectorError).message, 'view')
    })
  })

  test('a server that takes only encrypted connections says so', async ({ assert }) => {
    const server = await createDatabase()
    const reader = await createReader(server)
    await server.query(`alter user ${reader.config.username} require ssl`)
    await withConnector(server, reader, async (connector) => {
      assert.equal(await testCode(connector), 'tls_required')
    })
    const wrong = { ...reader, credentials: { password: 'wrong' } }
    await withConnector(server, wrong, async (connector) => {
      assert.equal(await testCode(connector), 'auth_bad')
    })
  })

  test('an expired password must be changed first', async ({ assert }) => {
    const server = await createDatabase()
    const reader = await createReader(server)
    await server.query(`alter user ${reader.config.username} password expire`)
    await withConnector(server, reader, async (connector) => {
      assert.equal(await testCode(connector), 'auth_must_change')
    })
  })
})

async function createDatabase(): Promise<MariadbServer> {
  const server = await mariadb()
  return server.createDatabase()
}

/** A user who may read that database and nothing else. */
async function createReader({ database, query }: MariadbServer) {
  const username = `reader_${database.slice(-8)}`
  const password = `${database}-password`
  await query(`create user ${username} identified by '${password}'`)
  await query(`grant select on ${database}.* to ${username}`)
  return { config: { username }, credentials: { password } }
}

function withConnector(
  { host, port, user, password, database, certificates }: MariadbServer,
  overrides: Overrides,
  work: (connector: Connector) => Promise<void>
): Promise<void> {
  const server = serverWith({
    config: { host, port, database, username: user, tls: { mode: 'disable' } },
    credentials: { password },
    schema: database,
    certificates,
  })
  return using(connectorTo(mysql, server, overrides), work)
}

async function canOnlyRead(connector: Connector) {
  const { readOnly } = await connector.test({ signal: never })
  return readOnly
}

async function testCode(connector: Connector) {
  const { code } = await connector.test({ signal: never })
  return code
}

function preview(connector: Connector, table: { schema: string; name: string }) {
  return connector.preview(table, { limit: 10, exactCount: false, signal: never })
}

function numbers(count: number): string {
  return Array.from({ length: count }, (_, i) => `(${i})`).join(', ')
}
