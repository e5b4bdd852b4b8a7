import { test } from '@japa/runner'
import type { Engine } from '#connectors/engine'
import { PASSWORD_PLACEHOLDER } from '#connectors/grants'
import { mysql } from '#connectors/mysql/engine'
import { postgresql } from '#connectors/postgresql/engine'
import type { ConformanceServer } from '#tests/conformance/conformance_spec'
import { connectorTo, never } from '#tests/conformance/workbench'
import { mariadb, query as queryAs } from '#tests/support/servers/mariadb'
import { needs } from '#tests/support/servers/missing'
import { postgres } from '#tests/support/servers/postgres'

const PASSWORD = 'a-password-of-this-test'
/** Names that would do harm if they were not quoted. */
const ROLE = `re"ader\`'; drop`
const SCHEMA = `sa"les_%\`'; drop table x; --`

interface Target {
  host: string
  port: number
  query(sql: string): Promise<unknown>
}

/** What the script makes, as a target of its own. */
async function roleMadeBy(
  engine: Engine,
  { host, port, query }: Target,
  database: string,
  schema: string
): Promise<ConformanceServer> {
  const script = engine.grants?.write({ role: ROLE, schemas: [schema], database }) ?? ''
  await query(script.replaceAll(PASSWORD_PLACEHOLDER, PASSWORD))
  return {
    tenantId: 'grants',
    config: { host, port, database, username: ROLE, tls: { mode: 'disable' } },
    credentials: { password: PASSWORD },
    certificates: null,
    filesFolder: null,
    schema,
    execute: query,
    countSessions: null,
  }
}

test.group('The script for a read-only role of PostgreSQL', (group) => {
  needs(group, 'postgres')

  test('makes a role that lists and previews, is read-only, and cannot write', async ({
    assert,
    cleanup,
  }) => {
    const target = await (await postgres()).createDatabase()
    const schema = `"${SCHEMA.replaceAll('"', '""')}"`
    const role = `"${ROLE.replaceAll('"', '""')}"`
    await target.query(`revoke create on schema public from public; create schema ${schema};
      create table ${schema}.orders (id int); insert into ${schema}.orders values (1);
      create schema hidden; create table hidden.salaries (id int)`)
    const server = await roleMadeBy(postgresql, target, target.database, SCHEMA)
    await target.query(`create table ${schema}.later (id int)`)
    const connector = await connectorTo(postgresql, server)
    cleanup(async () => {
      await connector.dispose()
      await target.query(`drop owned by ${role}; drop role ${role}`)
    })

    const result = await connector.test({ signal: never })
    assert.containSubset(result, { success: true, readOnly: true, superuser: false })
    const tables = await connector.listTables({ signal: never })
    const names = tables.filter(({ schema: at }) => at === SCHEMA).map(({ name }) => name)
    assert.sameMembers(names, ['orders', 'later'])
    const wanted = { limit: 10, exactCount: true, signal: never }
    const preview = await connector.preview({ schema: SCHEMA, name: 'orders' }, wanted)
    assert.deepEqual(preview.rows, [[1]])
    await assert.rejects(() => connector.preview({ schema: 'hidden', name: 'salaries' }, wanted))
    await assert.rejects(
      () => target.query(`set role ${role}; insert into ${schema}.orders values (2)`),
      /permission denied/
    )
  })
})

test.group('The script for a read-only user of MySQL', (group) => {
  needs(group, 'mariadb')

  test('makes a user that lists and previews, is read-only, and cannot write', async ({
    assert,
    cleanup,
  }) => {
    const target = await mariadb()
    const quote = (name: string) => `\`${name.replaceAll('`', '``')}\``
    /** If the name were a pattern, it would be of this database too. */
    const neighbour = SCHEMA.replace('_%', 'XX')
    for (const name of [SCHEMA, neighbour]) {
      await target.query(`create database ${quote(name)};
        create table ${quote(name)}.orders (id int); insert into ${quote(name)}.orders values (1)`)
    }
    const server = await roleMadeBy(mysql, target, SCHEMA, SCHEMA)
    const connector = await connectorTo(mysql, server)
    const open = await connectorTo(mysql, server, { config: { database: undefined } })
    cleanup(async () => {
      await Promise.all([connector.dispose(), open.dispose()])
      await target.query(
        `drop user ${quote(ROLE)}@'%'; drop database ${quote(SCHEMA)}; drop database ${quote(neighbour)}`
      )
    })

    const result = await connector.test({ signal: never })
    assert.containSubset(result, { success: true, readOnly: true, superuser: false })
    assert.containSubset(await connector.listTables({ signal: never }), [{ name: 'orders' }])
    const wanted = { limit: 10, exactCount: true, signal: never }
    const preview = await connector.preview({ schema: SCHEMA, name: 'orders' }, wanted)
    assert.deepEqual(preview.rows, [[1]])
    const everywhere = await open.listTables({ signal: never })
    assert.deepEqual([...new Set(everywhere.map(({ schema }) => schema))], [SCHEMA])
    const role = { host: target.host, port: target.port, user: ROLE, password: PASSWORD }
    for (const [written, verb] of [
      ['insert into orders values (2)', 'INSERT'],
      ['update orders set id = 2', 'UPDATE'],
      ['delete from orders', 'DELETE'],
      ['drop table orders', 'DROP'],
      ['create table others (id int)', 'CREATE'],
    ] as const) {
      const refused = new RegExp(`^${verb} command denied`)
      await assert.rejects(() => queryAs({ ...role, database: SCHEMA }, written), refused)
    }
  })
})
