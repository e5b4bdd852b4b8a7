import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { createServer } from 'node:tls'
import { test } from '@japa/runner'
import type { Connector } from '#connectors/contracts'
import { postgresql } from '#connectors/postgresql/engine'
import type { ConformanceServer } from '#tests/conformance/conformance_spec'
import { importInto, requestFor } from '#tests/conformance/import_bench'
import { rogueServer } from '#tests/conformance/rogue_server'
import { connectorTo, eventually, never, type Overrides, using } from '#tests/conformance/workbench'
import { testCertificates } from '#tests/support/certificates'
import { needs } from '#tests/support/servers/missing'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

test.group('PostgreSQL connector', (group) => {
  if (!needs(group, 'postgres')) return
  let server: PostgresServer
  const roles: string[] = []

  group.setup(async () => {
    const running = await postgres()
    server = await running.createDatabase()
    return async () => {
      for (const role of roles) await server.query(`drop owned by ${role}; drop role ${role}`)
    }
  })

  const conformance = (): ConformanceServer => ({
    tenantId: 'a',
    config: {
      host: server.host,
      port: server.port,
      database: server.database,
      username: server.user,
      tls: { mode: 'disable' },
    },
    credentials: { password: server.password },
    certificates: server.certificates,
    filesFolder: null,
    schema: 'public',
    execute: (sql) => server.query(sql),
    countSessions: null,
  })
  const withConnector = <T>(
    overrides: Overrides,
    run: (connector: Connector) => Promise<T>
  ): Promise<T> => using(connectorTo(postgresql, conformance(), overrides), run)
  const runTest = (overrides: Overrides = {}) =>
    withConnector(overrides, (connector) => connector.test({ signal: never }))
  const preview = (connector: Connector, name: string, schema = 'public') =>
    connector.preview({ schema, name }, { limit: 10, exactCount: false, signal: never })
  const rowsOf = async (...parts: Parameters<typeof preview>) => {
    const { rows } = await preview(...parts)
    return rows
  }
  const createRole = async (...statements: string[]) => {
    const role = `role_${roles.length}_${server.database}`
    roles.push(role)
    await server.query(`create role ${role} login password '${server.password}'`)
    for (const statement of statements) await server.query(statement.replaceAll('ROLE', role))
    return { config: { username: role } }
  }

  test('a role that may only read is told from one that may write', async ({ assert }) => {
    await server.query('create table ledger (id integer, note text)')
    await server.query('create schema own_things')
    const { database } = server
    const cases: [boolean, string[]][] = [
      [true, []],
      [true, ['grant select on ledger to ROLE']],
      [true, ['grant pg_read_all_data to ROLE']],
      [false, ['grant insert on ledger to ROLE']],
      [false, ['grant truncate on ledger to ROLE']],
      [false, ['grant update (note) on ledger to ROLE']],
      [false, ['grant create on schema own_things to ROLE']],
      [false, [`grant create on database ${database} to ROLE`]],
      [false, ['grant pg_write_all_data to ROLE']],
      [false, ['alter role ROLE createrole']],
      [
        false,
        [
          'create table own_things.t_ROLE (id integer)',
          'alter table own_things.t_ROLE owner to ROLE',
        ],
      ],
    ]
    for (const [readOnly, statements] of cases) {
      const result = await runTest(await createRole(...statements))
      assert.isTrue(result.success, result.message)
      assert.equal(result.readOnly, readOnly, statements.join('; '))
    }
    const superuser = await runTest()
    assert.isFalse(superuser.readOnly)
  })

  test('only what the role may read is listed', async ({ assert }) => {
    await server.query('create table mine (id integer); create table theirs (id integer)')
    await server.query('create schema closed; create table closed.hidden (id integer)')
    const list = (overrides: Overrides) =>
      withConnector(overrides, async (connector) => {
        const tables = await connector.listTables({ signal: never })
        return tables.map(({ schema, name }) => `${schema}.${name}`)
      })
    const reader = await createRole(
      'grant select on mine to ROLE',
      'grant select on closed.hidden to ROLE'
    )
    assert.deepEqual(await list(reader), ['public.mine'])
    const auditor = await createRole('grant pg_read_all_data to ROLE')
    assert.includeMembers(await list(auditor), ['public.mine', 'public.theirs', 'closed.hidden'])
    const everybody = await createRole()
    await server.query('grant select on theirs to public')
    assert.deepEqual(await list(everybody), ['public.theirs'])
  })

  test('a table that may not be read is refused in words', async ({ assert }) => {
    await server.query('create table locked_away (id integer)')
    const role = await createRole()
    const error = await withConnector(role, (connector) => preview(connector, 'locked_away')).catch(
      (thrown: unknown) => thrown
    )
    assert.containsSubset(error, { code: 'schema_denied', field: 'username' })
  })

  test('every kind of relation is listed, as what it is', async ({ assert }) => {
    await server.query(`create schema kinds;
      create table kinds.t (id integer primary key);
      create view kinds.v as select 1 as one;
      create materialized view kinds.m as select 1 as one;
      create table kinds.p (id integer) partition by range (id);
      create table kinds.p1 partition of kinds.p for values from (0) to (10);
      create table kinds.no_columns ();
      create index on kinds.t (id);
      create sequence kinds.s;
      create type kinds.composite as (a integer)`)
    await withConnector({}, async (connector) => {
      const tables = await connector.listTables({ signal: never })
      assert.deepEqual(
        tables.filter(({ schema }) => schema === 'kinds').map(({ name, kind }) => [name, kind]),
        [
          ['m', 'materialized_view'],
          ['no_columns', 'table'],
          ['p', 'partitioned_table'],
          ['p1', 'table'],
          ['t', 'table'],
          ['v', 'view'],
        ]
      )
      assert.deepEqual(await rowsOf(connector, 'no_columns', 'kinds'), [])
      assert.deepEqual(await rowsOf(connector, 'm', 'kinds'), [[1]])
    })
  })

  test('keys of several columns, domains, enums and identities are described', async ({
    assert,
  }) => {
    await server.query(`create schema deep;
      create domain deep.positive as integer check (value > 0);
      create type deep.mood as enum ('sad', 'happy');
      create table deep.parent (a integer, b deep.positive, primary key (b, a));
      create table deep.child (id integer generated always as identity primary key,
        a integer, b integer, mood deep.mood default 'happy', total numeric generated always as (a * 2) stored,
        foreign key (a, b) references deep.parent (a, b));
      insert into deep.parent values (2, 1), (1, 2);
      insert into deep.child (a, b) values (2, 1)`)
    await withConnector({}, async (connector) => {
      const parent = await preview(connector, 'parent', 'deep')
      assert.deepEqual(
        parent.columns.map(({ name, type, primaryKey }) => [name, type, primaryKey]),
        [
          ['a', 'integer', true],
          ['b', 'deep.positive', true],
        ]
      )
      assert.deepEqual(parent.rows, [
        [2, 1],
        [1, 2],
      ])
      const { columns, rows } = await preview(connector, 'child', 'deep')
      assert.deepEqual(rows, [[1, 2, 1, 'happy', '4']])
      assert.deepEqual(columns[1]?.references, { schema: 'deep', name: 'parent', column: 'a' })
      assert.deepEqual(columns[2]?.references, { schema: 'deep', name: 'parent', column: 'b' })
      assert.equal(columns[3]?.default, "'happy'::deep.mood")
    })
  })

  test('functions of the same name in the database are not called', async ({ assert }) => {
    await server.query(`create table bait (id integer primary key, note text);
      insert into bait values (1, 'x');
      create function public.left(text, integer) returns text language sql as $$ select 'hijacked' $$;
      create function public.current_setting(text) returns text language sql as $$ select 'hijacked' $$;
      create function public.format_type(oid, integer) returns text language sql as $$ select 'hijacked' $$;
      create function public.count() returns bigint language sql as $$ select 99::bigint $$`)
    await server.query(`alter role ${server.user} in database ${server.database}
      set search_path = public, pg_catalog`)
    const result = await runTest()
    const shown = await withConnector({}, (connector) => preview(connector, 'bait'))
    await server.query(`alter role ${server.user} in database ${server.database} reset search_path`)
    assert.notInclude(JSON.stringify([result, shown]), 'hijacked')
    assert.deepEqual(shown.rows, [[1, 'x']])
  })

  test('nothing can be written through a view, not even in two steps', async ({ assert }) => {
    await server.query(`create table written (at text);
      create function write() returns text language plpgsql as $$ begin
        insert into written values ('now'); return 'done'; end $$;
      create function persuade() returns text language sql as $$
        select set_config('default_transaction_read_only', 'off', false) $$;
      create view writing as select write();
      create view persuading as select persuade()`)
    await withConnector({ pool: { max: 1, idleTimeout: 60_000 } }, async (connector) => {
      await preview(connector, 'persuading')
      const error = await preview(connector, 'writing').catch((thrown: unknown) => thrown)
      assert.containsSubset(error, { code: 'schema_denied', field: null })
      assert.deepEqual(await rowsOf(connector, 'written'), [])
    })
  })

  test('a view that fails on its data is told apart from our own failures', async ({ assert }) => {
    await server.query('create view dividing as select 1 / (random() * 0)::integer as x')
    const error = await withConnector({}, (connector) => preview(connector, 'dividing')).catch(
      (thrown: unknown) => thrown
    )
    assert.include((error as Error).message, 'could not compute')
  })

  test('a locked table times out rather than waiting for ever', async ({ assert }) => {
    await server.query('create table held (id integer)')
    const locker = server.query('begin; lock table held; select pg_sleep(1.5); commit')
    const error = await withConnector({ readDeadline: 500 }, async (connector) => {
      await eventually(async () => {
        const locks = await server.query(
          `select 1 from pg_locks where relation = 'held'::regclass and granted`
        )
        return locks.length > 0
      })
      return preview(connector, 'held').catch((thrown: unknown) => thrown)
    })
    assert.equal((error as { code: string }).code, 'timeout')
    await locker
  })

  test('a session that ended while idle is replaced without anybody noticing', async ({
    assert,
  }) => {
    await server.query('create table calm (id integer)')
    await withConnector({ pool: { max: 1, idleTimeout: 60_000 } }, async (connector) => {
      await preview(connector, 'calm')
      for (let round = 0; round < 5; round++) {
        await server.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'varlor' and datname = '${server.database}'`
        )
        assert.deepEqual(await rowsOf(connector, 'calm'), [])
      }
    })
  })

  test('the settings of a role do not change how values are spelt', async ({ assert }) => {
    await server.query(`create table spelt (at timestamptz, bytes bytea, number float8, span interval);
      insert into spelt values ('2024-02-29 12:00:00Z', '\\x00ff', 0.1, '1 day')`)
    const role = await createRole(
      'grant select on spelt to ROLE',
      `alter role ROLE set timezone = 'Asia/Tokyo'`,
      `alter role ROLE set datestyle = 'German'`,
      `alter role ROLE set bytea_output = 'escape'`,
      `alter role ROLE set extra_float_digits = -10`,
      `alter role ROLE set intervalstyle = 'iso_8601'`,
      `alter role ROLE set default_transaction_read_only = off`
    )
    const { rows } = await withConnector(role, (connector) => preview(connector, 'spelt'))
    assert.deepEqual(rows, [
      [
        '2024-02-29T12:00:00Z',
        { $type: 'binary', base64: 'AP8=', bytes: 2, truncated: false },
        0.1,
        '1 day',
      ],
    ])
  })

  test('a pooler that refuses settings gets them with each transaction', async ({
    assert,
    cleanup,
  }) => {
    await server.query(`create table pooled (at timestamptz);
      insert into pooled values ('2024-02-29 12:00:00+02')`)
    const pooler = await rogueServer((socket) => refuseSettings(socket, server))
    cleanup(() => pooler.close())
    const overrides = { config: { port: pooler.port }, pool: { max: 1, idleTimeout: 60_000 } }
    const result = await runTest(overrides)
    assert.isTrue(result.success, result.message)
    await withConnector(overrides, async (connector) => {
      const tables = await connector.listTables({ signal: never })
      assert.isTrue(tables.some(({ name }) => name === 'pooled'))
      const { rows } = await preview(connector, 'pooled')
      assert.deepEqual(rows, [['2024-02-29T10:00:00Z']])
    })
    // The test and the reads each learnt it once.
    assert.lengthOf(pooler.connections, 4)
  })

  test('nothing of this process is sent in place of what is absent', async ({
    assert,
    cleanup,
  }) => {
    const heard: Buffer[] = []
    const rogue = await rogueServer((socket) => {
      socket.on('data', (chunk) => heard.push(chunk))
      socket.once('data', () => socket.write(Buffer.from('R\0\0\0\x0c\0\0\0\x05salt', 'latin1')))
    })
    cleanup(() => rogue.close())
    const ambient = {
      PGPASSWORD: 'ambient-password',
      PGUSER: 'ambient-user',
      PGDATABASE: 'ambient-database',
      PGOPTIONS: '-c ambient.option=1',
      PGAPPNAME: 'ambient-name',
      PGHOST: '192.0.2.1',
      PGREPLICATION: 'database',
      PGSSLMODE: 'require',
      PGBINARY: '1',
      PGCLIENT_ENCODING: 'LATIN1',
    }
    Object.assign(process.env, ambient)
    cleanup(() => Object.keys(ambient).forEach((name) => delete process.env[name]))

    const result = await runTest({ config: { port: rogue.port }, credentials: {} })
    assert.equal(result.code, 'auth_missing', result.message)
    const words = Buffer.concat(heard).toString('latin1')
    assert.include(words, `user\0${server.user}\0database\0${server.database}\0`)
    assert.notMatch(words, /ambient|replication|LATIN1/)
  })

  test('an error that never ends, and sign-in methods that make the driver throw, end the test', async ({
    assert,
    cleanup,
  }) => {
    const answers: [string, string][] = [
      ['E\0\0\0\x0aMoops\0', 'wrong_protocol'],
      ['R\0\0\0\x08\0\0\0\x07', 'auth_method'],
      ['R\0\0\0\x08\0\0\0\x63', 'auth_method'],
      ['R\0\0\0\x08\0\0\0\x03', 'auth_method'],
      ['R\0\0\0\x15\0\0\0\x0aSCRAM-SHA-1\0\0', 'auth_method'],
      ['T\0\0\0\x06\x7f\xff', 'wrong_protocol'],
      ['D\0\0\0\x06\xff\xff', 'wrong_protocol'],
    ]
    for (const [bytes, code] of answers) {
      const rogue = await rogueServer((socket) => {
        socket.once('data', () => socket.write(Buffer.from(bytes, 'latin1')))
      })
      cleanup(() => rogue.close())
      const result = await runTest({ config: { port: rogue.port }, connectTimeout: 2_000 })
      assert.equal(result.code, code, JSON.stringify(bytes))
    }
  })

  test('a server that pours {what} is cut off, encrypted or not')
    .with([
      // One row of two gigabytes.
      { what: 'one message', first: 'D\x7f\xff\xff\xff', then: '\0' },
      { what: 'messages', first: '', then: 'N\0\0\0\x05\0' },
    ])
    .run(async ({ assert, cleanup }, { first, then }) => {
      const { server: pair } = await testCertificates()
      const chunk = Buffer.from(then.repeat(10_000), 'latin1')
      let poured = 0
      const pour = (socket: Socket) => {
        socket.on('error', () => {})
        socket.write(Buffer.from(first, 'latin1'))
        const more = () => {
          while (!socket.destroyed && socket.write(chunk)) poured += chunk.length
        }
        socket.on('drain', more).resume()
        more()
      }
      const secure = createServer({ cert: pair.cert, key: pair.key }, pour)
      const rogue = await rogueServer((socket) => {
        socket.once('data', (request) => {
          if (request.length > 8) return pour(socket)
          socket.write('S')
          secure.emit('connection', socket)
        })
      })
      cleanup(() => rogue.close())
      for (const mode of ['disable', 'require']) {
        poured = 0
        const result = await runTest({
          config: { port: rogue.port, tls: { mode } },
          limits: { wireBytes: 4 * 1024 * 1024 },
        })
        assert.isFalse(result.success, mode)
        assert.oneOf(result.code, ['wrong_protocol', 'unknown'])
        await eventually(() => rogue.connections.every((socket) => socket.closed))
        assert.isBelow(poured, 64 * 1024 * 1024)
      }
    })

  test('a password with every character there is signs in', async ({ assert }) => {
    const password = `p'"\\ %@:/?#&ü🐘`
    const { config } = await createRole()
    await server.query(`alter role ${config.username} password '${password.replaceAll("'", "''")}'`)
    const result = await runTest({ config, credentials: { password } })
    assert.isTrue(result.success, result.message)
  })

  test('a filter whose value holds a NUL compares with nothing else instead', async ({
    assert,
  }) => {
    await server.query(`create table sayings (body text)`)
    await server.query(`insert into sayings values ('xy')`)
    const [table] = await withConnector({}, (connector) =>
      importInto(connector, [
        requestFor('public', 'sayings', {
          filters: [{ column: 'body', operator: 'equals', value: 'x\0y' }],
        }),
      ])
    )
    assert.equal(table?.error?.code, 'bad_config')
    assert.include(table?.error?.message ?? '', 'NUL')
    assert.deepEqual(table?.rows, [])
  })
})

/** As PgBouncer does: start-up settings are refused, everything else is passed on. */
function refuseSettings(socket: Socket, server: PostgresServer) {
  socket.once('data', (startup: Buffer) => {
    if (startup.includes('statement_timeout')) {
      const fields = 'SFATAL\0C08P01\0Munsupported startup parameter: statement_timeout\0\0'
      const header = Buffer.from([69, 0, 0, 0, fields.length + 4])
      socket.end(Buffer.concat([header, Buffer.from(fields)]))
      return
    }
    const other = connect(server.port, server.host)
    void once(other, 'connect').then(() => other.write(startup))
    other.on('error', () => socket.destroy())
    socket.on('close', () => other.destroy())
    socket.pipe(other).pipe(socket)
  })
}
