import { once } from 'node:events'
import { connect as connectSocket, type Socket } from 'node:net'
import { test } from '@japa/runner'
import type { ConnectorError } from '#connectors/connector_error'
import { postgresql } from '#connectors/postgresql/engine'
import { md5Verifier, scramVerifier } from '#connectors/postgresql/verifier'
import { newName } from '#tests/conformance/password_bench'
import { rogueServer } from '#tests/conformance/rogue_server'
import { connectorTo, never, serverWith, tested, using } from '#tests/conformance/workbench'
import { needs } from '#tests/support/servers/missing'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

const OLD = 'Old-password-1'
const NEW = 'New-password-2'

test.group('PostgreSQL: changing a password', (group) => {
  if (!needs(group, 'postgres')) return
  let server: PostgresServer

  group.setup(async () => {
    const running = await postgres()
    server = await running.createDatabase()
  })

  const connect = (username: string, password: string, port = server.port) => {
    const { host, database } = server
    const config = { host, port, database, username, tls: { mode: 'disable' } }
    return connectorTo(
      postgresql,
      serverWith({ config, credentials: { password }, schema: 'public' })
    )
  }
  const change = (username: string, port?: number, whose = username) =>
    using(connect(username, OLD, port), (connector) =>
      connector
        .changePassword({ username: whose, password: NEW, current: OLD }, { signal: never })
        .then(() => null)
        .catch((error: ConnectorError) => error)
    )
  const signsIn = async (username: string) => {
    const { success } = await tested(connect(username, NEW))
    return success
  }
  const addRole = async (...statements: string[]) => {
    const role = newName('role')
    await server.query(`create role ${role} login password '${OLD}'`)
    for (const statement of statements) await server.query(statement.replaceAll('ROLE', role))
    return role
  }

  test('a role that acts as another one from the start changes its own', async ({ assert }) => {
    const role = await addRole(
      'create role ROLE_owner',
      'grant ROLE_owner to ROLE',
      'alter role ROLE set role ROLE_owner'
    )
    assert.isNull(await change(role))
    assert.isTrue(await signsIn(role))
  })

  test('a role that only reads by its own setting changes it all the same', async ({ assert }) => {
    const role = await addRole('alter role ROLE set default_transaction_read_only = on')
    assert.isNull(await change(role))
    assert.isTrue(await signsIn(role))
  })

  test('behind a pooler that refuses settings it is changed as well', async ({
    assert,
    cleanup,
  }) => {
    const role = await addRole('alter role ROLE set default_transaction_read_only = on')
    const pooler = await rogueServer((socket) => refuseSettings(socket, server))
    cleanup(() => pooler.close())
    assert.isNull(await change(role, pooler.port))
    assert.isTrue(await signsIn(role))
  })

  test('a name that the server would cut is nobody', async ({ assert }) => {
    const role = await addRole('alter role ROLE createrole')
    const name = 'x'.repeat(63)
    await server.query(`create role ${name} login password '${OLD}'`)
    const refusal = await change(role, undefined, `${name}y`)
    assert.include(refusal, { code: 'password_denied', definite: true })
    await server.query(`drop role ${name}`)
  })

  test('what is stored is what older servers store', async ({ assert }) => {
    const role = newName('role')
    await server.query(`set password_encryption = 'md5'; create role ${role} password '${OLD}'`)
    const [row] = await server.query<{ rolpassword: string }>(
      'select rolpassword from pg_authid where rolname = $1',
      [role]
    )
    assert.equal(row?.rolpassword, md5Verifier(role, OLD))
  })
})

test.group('PostgreSQL: verifiers', () => {
  test('have salts of their own, and the iterations that the server wants', async ({ assert }) => {
    const verifiers = await Promise.all(
      [0, 4_096, 10_000.5, 1e12, Number.NaN].map((i) => scramVerifier(NEW, i))
    )
    const parts = verifiers.map((one) => /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)$/.exec(one))
    assert.deepEqual(
      parts.map((part) => part?.[1]),
      ['4096', '4096', '10000', '100000', '4096']
    )
    assert.lengthOf([...new Set(parts.map((part) => part?.[2]))], verifiers.length)
    assert.isTrue(verifiers.every((one) => /^[A-Za-z0-9+/=$:-]+$/.test(one)))
  })
})

/** As PgBouncer does with what it does not know at start-up. */
function refuseSettings(socket: Socket, { host, port }: PostgresServer) {
  socket.once('data', (startup: Buffer) => {
    if (startup.includes('statement_timeout')) {
      const fields = 'SFATAL\0C08P01\0Munsupported startup parameter: statement_timeout\0\0'
      const header = Buffer.from([69, 0, 0, 0, fields.length + 4])
      socket.end(Buffer.concat([header, Buffer.from(fields)]))
      return
    }
    const other = connectSocket(port, host)
    void once(other, 'connect').then(() => other.write(startup))
    other.on('error', () => socket.destroy())
    socket.on('close', () => other.destroy())
    socket.pipe(other).pipe(socket)
  })
}
