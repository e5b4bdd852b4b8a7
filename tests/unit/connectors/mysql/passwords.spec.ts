import { test } from '@japa/runner'
import { type ConnectorError } from '#connectors/connector_error'
import { mysql } from '#connectors/mysql/engine'
import { errorTable } from '#connectors/mysql/error_table'
import { nativeHash } from '#connectors/mysql/native_hash'
import { quotedText } from '#connectors/mysql/sql'
import { tableForPasswords } from '#connectors/error_table'
import { translateError } from '#connectors/error_translation'
import { FailedAtWork } from '#connectors/session_lifecycle'
import { newName } from '#tests/conformance/password_bench'
import {
  connectorTo,
  never,
  type Overrides,
  serverWith,
  tested,
  using,
} from '#tests/conformance/workbench'
import { needs } from '#tests/support/servers/missing'
import { mariadb, type MariadbServer } from '#tests/support/servers/mariadb'

const OLD = 'Old-password-1'
const NEW = 'New-password-2'
const ENCRYPTED = { tls: { mode: 'require' } }

test.group('MySQL: whose password is changed, and how', (group) => {
  if (!needs(group, 'mariadb')) return
  let server: MariadbServer

  group.setup(async () => {
    const running = await mariadb()
    server = await running.createDatabase()
  })

  const connect = (username: string, password: string, config: Overrides['config'] = {}) => {
    const { host, port } = server
    const facts = { host, port, username, tls: { mode: 'disable' }, ...config }
    return connectorTo(
      mysql,
      serverWith({ config: facts, credentials: { password }, schema: null })
    )
  }
  const change = (
    by: { username: string; password: string; config?: Overrides['config'] },
    username: string
  ) =>
    using(connect(by.username, by.password, by.config), (connector) =>
      connector
        .changePassword({ username, password: NEW, current: OLD }, { signal: never })
        .then(() => null)
        .catch((error: ConnectorError) => error)
    )
  const admin = () => ({ username: server.user, password: server.password })
  const signsIn = async (username: string, password: string) => {
    const { success } = await tested(connect(username, password))
    return success
  }
  const addUser = async (username: string, host = '%', how = `identified by '${OLD}'`) => {
    await server.query(`create user '${username}'@'${host}' ${how}`)
    return { username, password: OLD }
  }

  test('of several users of one name, none', async ({ assert }) => {
    const { username } = await addUser(newName('twice'))
    await addUser(username, '203.0.113.%')
    const refusal = await change(admin(), username)
    assert.include(refusal, { code: 'password_denied', definite: true })
    assert.include(refusal?.message, 'different hosts')
    assert.isTrue(await signsIn(username, OLD))
  })

  test('of several users of its own name, the one that is signed in', async ({ assert }) => {
    const user = await addUser(newName('twice'))
    await addUser(user.username, '203.0.113.%')
    assert.isNull(await change(user, user.username))
    assert.isTrue(await signsIn(user.username, NEW))
    const [other] = await server.query<{ hash: string }>(
      `select authentication_string as hash from mysql.user where user = ? and host = '203.0.113.%'`,
      [user.username]
    )
    assert.equal(other?.hash, nativeHash(OLD))
  })

  test('who may change but not look up users is told what is missing', async ({ assert }) => {
    const user = await addUser(newName('blind'))
    const other = await addUser(newName('other'))
    await server.query(`grant create user on *.* to '${user.username}'@'%'`)
    const refusal = await change(user, other.username)
    assert.include(refusal, { code: 'password_denied', definite: true })
    assert.include(refusal?.hint, 'mysql.user')
  })

  test('the way to sign in stays the same', async ({ assert, cleanup }) => {
    await server.query(`install soname 'auth_ed25519'`)
    cleanup(async () => void (await server.query(`uninstall soname 'auth_ed25519'`)))
    const how = `identified via ed25519 using password('${OLD}')`
    const { username } = await addUser(newName('curved'), '%', how)
    cleanup(async () => void (await server.query(`drop user '${username}'@'%'`)))

    const refusal = await change(admin(), username)
    assert.include(refusal, { code: 'tls_required', definite: true })
    assert.isNull(await change({ ...admin(), config: ENCRYPTED }, username))
    const twin = newName('twin')
    await server.query(`create user '${twin}'@'%' identified via ed25519 using password('${NEW}')`)
    cleanup(async () => void (await server.query(`drop user '${twin}'@'%'`)))
    const rows = await server.query<{ plugin: string; hash: string }>(
      'select plugin, authentication_string as hash from mysql.user where user in (?, ?)',
      [username, twin]
    )
    assert.deepEqual(rows[0], rows[1])
    assert.equal(rows[0]?.plugin, 'ed25519')
  })

  test('rules that want to see the password see it, over TLS alone', async ({
    assert,
    cleanup,
  }) => {
    const user = await addUser(newName('ruled'))
    await server.query(`install soname 'simple_password_check'`)
    cleanup(async () => void (await server.query(`uninstall soname 'simple_password_check'`)))
    assert.include(await change(user, user.username), { code: 'tls_required', definite: true })
    assert.isTrue(await signsIn(user.username, OLD))
    assert.isNull(await change({ ...user, config: ENCRYPTED }, user.username))
    assert.isTrue(await signsIn(user.username, NEW))
  })

  test('a text is read as it was written, and ends nowhere else in any mode', async ({
    assert,
  }) => {
    const texts = [`it's`, `\\`, `\\'`, `''`, `a\\\\'b`, `"`, `%_\${x}`, `'; drop user varlor; -- `]
    for (const text of texts) {
      const [plain] = await server
        .query<{ text: string }>(`set sql_mode = ''; select ${quotedText(text)} as text`)
        .then((results) => results.at(-1) as unknown as { text: string }[])
      assert.equal(plain?.text, text)
      const [strict] = await server
        .query<{ text: string }>(
          `set sql_mode = 'NO_BACKSLASH_ESCAPES'; select ${quotedText(text)} as text`
        )
        .then((results) => results.at(-1) as unknown as { text: string }[])
      assert.equal(strict?.text, text.replaceAll('\\', '\\\\'))
    }
  })
})

test.group('MySQL: answers to a new password', () => {
  const AT = {
    label: 'MySQL',
    where: 'db.example.com',
    port: 3306,
    user: 'alice',
    database: null,
    isConnected: true,
    seconds: null,
  }
  const cases: [string, object, string, RegExp][] = [
    [
      'a copy that only reads',
      { errno: 1290, message: 'the --read-only option' },
      'password_denied',
      /read-only copy/,
    ],
    [
      'no grant tables',
      { errno: 1290, message: 'the --skip-grant-tables option' },
      'password_denied',
      /may not change/,
    ],
    ['used before', { errno: 3638, isMariadb: false }, 'password_rejected', /rules/],
    ['wrong old password', { errno: 3891, isMariadb: false }, 'password_denied', /old password/],
    ['interrupted', { errno: 1317 }, 'timeout', /cancelled/],
    ['lost', { code: 'PROTOCOL_CONNECTION_LOST' }, 'starting', /closed the connection/],
  ]
  test('{0}')
    .with(cases)
    .run(({ assert }, [, error, code, message]) => {
      const refusal = translateError(new FailedAtWork(error), tableForPasswords(errorTable), AT)
      assert.equal(refusal.code, code)
      assert.match(refusal.message, message)
    })
})
