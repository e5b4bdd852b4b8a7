import { generateKeyPairSync } from 'node:crypto'
import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import type { ErrorCode } from '#connectors/error_codes'
import { snowflake } from '#connectors/snowflake/engine'
import { connectorTo, never, type Overrides, tested, using } from '#tests/conformance/workbench'
import { column } from '#tests/support/standins/snowflake/database'
import { send } from '#tests/support/standins/snowflake/protocol'
import {
  connectionTo,
  PASSPHRASE,
  type StandIn,
  startStandIn,
} from '#tests/support/standins/snowflake/stand_in'

test.group('Snowflake: accounts, users and warehouses', (group) => {
  let server: StandIn
  group.each.setup(async () => {
    server = await startStandIn()
    server.account.database.add('people', {
      columns: [column('id', 'NUMBER(38,0)')],
      literals: [['1']],
    })
    return () => server.protocol.close()
  })

  const connect = (overrides: Overrides = {}) =>
    connectorTo(snowflake, connectionTo(server), overrides)
  const tryWith = (overrides: Overrides = {}) => tested(connect(overrides))
  const withConnector = <T>(
    overrides: Overrides,
    work: (connector: Awaited<ReturnType<typeof connect>>) => Promise<T>
  ): Promise<T> => using(connect(overrides), work)
  const previewPeople = (overrides: Overrides = {}) =>
    withConnector(overrides, (connector) =>
      connector.preview(
        { schema: 'PUBLIC', name: 'people' },
        { limit: 5, exactCount: false, signal: never }
      )
    )

  test('a key pair signs in, encrypted or not', async ({ assert }) => {
    const { privateKey } = server
    const result = await tryWith({ credentials: { privateKey, passphrase: PASSPHRASE } })
    assert.isTrue(result.success, result.message)
    const login = server.protocol.logins[0]?.data as Record<string, unknown>
    assert.equal(login.AUTHENTICATOR, 'SNOWFLAKE_JWT')
    assert.notProperty(login, 'PASSWORD')
  })

  test('the key is used before the token, and the token before the password', async ({
    assert,
  }) => {
    const { privateKey, token, password } = server
    const used = async (credentials: Record<string, string>) => {
      const result = await tryWith({ credentials })
      assert.isTrue(result.success, result.message)
      return (server.protocol.logins.at(-1)?.data as Record<string, unknown>).AUTHENTICATOR
    }
    const all = { privateKey, passphrase: PASSPHRASE, token, password }
    assert.equal(await used(all), 'SNOWFLAKE_JWT')
    assert.equal(await used({ token, password }), 'PROGRAMMATIC_ACCESS_TOKEN')
    assert.equal(await used({ password }), 'SNOWFLAKE')
  })

  test('a key that cannot be used is named, and nothing is dialled', async ({ assert }) => {
    const { privateKey } = server
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const cases = [
      [{ privateKey }, 'passphrase', 'is encrypted'],
      [{ privateKey, passphrase: 'wrong' }, 'passphrase', 'does not open'],
      [{ privateKey: 'ssh-rsa AAAA' }, 'privateKey', 'not a private key'],
      [
        { privateKey: ec.export({ format: 'pem', type: 'pkcs8' }).toString() },
        'privateKey',
        'RSA keys only',
      ],
    ] as const
    for (const [credentials, field, words] of cases) {
      const result = await tryWith({ credentials })
      assert.equal(result.code, 'bad_config', result.message)
      assert.equal(result.field, field)
      assert.include(result.message, words)
    }
    assert.lengthOf(server.protocol.asked, 0)
  })

  test('a key that the user is not known by is refused', async ({ assert }) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const result = await tryWith({
      credentials: { privateKey: privateKey.export({ format: 'pem', type: 'pkcs1' }).toString() },
    })
    assert.equal(result.code, 'auth_bad')
    assert.equal(result.field, 'privateKey')
  })

  test('each refusal at the door has its reason', async ({ assert }) => {
    const refusals: [code: string, words: string, reason: ErrorCode, field: string | null][] = [
      ['390100', 'Incorrect username or password', 'auth_bad', 'password'],
      ['390101', 'User disabled', 'auth_locked', 'username'],
      ['390102', 'User temporarily locked', 'auth_locked', 'username'],
      ['390106', 'Password must be changed', 'auth_must_change', 'password'],
      ['390144', 'JWT token is invalid', 'auth_bad', 'privateKey'],
      ['390190', 'SAML', 'auth_method', 'username'],
      ['390197', 'Multi-factor authentication is required', 'auth_method', 'username'],
      ['390201', 'The requested warehouse does not exist', 'warehouse_missing', 'warehouse'],
      ['390201', 'The requested database does not exist', 'database_not_found', 'database'],
      ['390201', 'The requested schema does not exist', 'database_not_found', 'schema'],
      ['390422', 'Incoming request with IP is not allowed', 'network_acl', 'account'],
      ['394400', 'Programmatic access token is invalid', 'auth_bad', 'password'],
      ['390318', 'OAuth access token expired', 'auth_expired', 'password'],
      ['394507', 'Enroll in MFA', 'auth_method', 'username'],
    ]
    for (const [code, words, reason, field] of refusals) {
      server.account.users.set('VARLOR', { refusal: [code, words] })
      const result = await tryWith()
      assert.equal(result.code, reason, `${code} ${words}: ${result.message}`)
      assert.equal(result.field, field, code)
      assert.notInclude(JSON.stringify(result), words)
      assert.isNotEmpty(result.hint)
    }
  })

  test('an account that is not there is told so', async ({ assert }) => {
    for (const status of [403, 404]) {
      server.protocol.intercept = (_, response) => {
        response.writeHead(status, { 'content-type': 'text/html' }).end('<html>')
        return true
      }
      const result = await tryWith()
      assert.equal(result.code, 'dns')
      assert.equal(result.field, 'account')
      assert.include(result.message, 'There is no Snowflake account varlor-test_1')
    }
  })

  test('a warehouse that slept is woken, and it says so', async ({ assert }) => {
    const { warehouses } = server.account.database
    warehouses.set('COMPUTE_WH', 'SUSPENDED')
    const result = await tryWith()
    assert.isTrue(result.success)
    assert.include(result.message, 'COMPUTE_WH was suspended')
    assert.notInclude((await tryWith()).message, 'suspended')
  })

  test('a warehouse that may not wake is named', async ({ assert }) => {
    server.account.database.warehouses.set('COMPUTE_WH', 'SUSPENDED FOR GOOD')
    const result = await tryWith()
    assert.equal(result.code, 'warehouse_missing')
    assert.equal(result.field, 'warehouse')
  })

  test('without a warehouse the catalog can be read, and rows cannot', async ({ assert }) => {
    const config = { warehouse: null }
    const result = await tryWith({ config })
    assert.isTrue(result.success, result.message)
    assert.include(result.message, 'Previews need a warehouse')
    const tables = await withConnector({ config }, (one) => one.listTables({ signal: never }))
    assert.lengthOf(tables, 1)
    await assert.rejects(() => previewPeople({ config }), /needs a warehouse/)
  })

  test('listing tables wakes no warehouse', async ({ assert }) => {
    server.account.database.warehouses.set('COMPUTE_WH', 'SUSPENDED')
    await withConnector({}, (connector) => connector.listTables({ signal: never }))
    assert.equal(server.account.database.warehouses.get('COMPUTE_WH'), 'SUSPENDED')
  })

  test('more tables than one command shows are read from the catalog', async ({ assert }) => {
    for (let i = 0; i < 10_001; i++) server.account.database.add(`t${i}`, {})
    const tables = await withConnector({}, (connector) => connector.listTables({ signal: never }))
    assert.lengthOf(tables, 10_002)
  })

  test('a connection to one schema shows that one alone', async ({ assert }) => {
    const { database } = server.account
    database.schemas.push('OTHER')
    database.add('theirs', { schema: 'OTHER', columns: [column('id', 'NUMBER(38,0)')] })
    await withConnector({ config: { schema: 'other' } }, async (connector) => {
      const tables = await connector.listTables({ signal: never })
      assert.deepEqual(
        tables.map(({ schema, name }) => `${schema}.${name}`),
        ['OTHER.theirs']
      )
      const people = connector.preview(
        { schema: 'PUBLIC', name: 'people' },
        { limit: 5, exactCount: false, signal: never }
      )
      const error = await people.catch((thrown: unknown) => thrown)
      assert.instanceOf(error, ConnectorError)
      assert.equal((error as ConnectorError).code, 'table_not_found')
    })
  })

  test('an administrator is told that they are one', async ({ assert }) => {
    assert.isFalse((await tryWith()).superuser)
    server.account.users.set('VARLOR', { password: server.password, isAdmin: true })
    assert.isTrue((await tryWith()).superuser)
  })

  const changeOwn = (overrides: Overrides = {}) =>
    withConnector(overrides, (connector) =>
      connector
        .changePassword(
          { username: 'varlor', password: 'New-password-22', current: server.password },
          { signal: never }
        )
        .then(() => null)
        .catch((error: ConnectorError) => error)
    )

  test('who signs in by another name than its own changes its own password', async ({ assert }) => {
    const { password } = server
    server.account.users.set('VARLOR', { password, name: 'Service "One"', alters: 'itself' })
    server.account.users.set('OTHER', { password, name: 'VARLOR' })
    assert.isNull(await changeOwn())
    assert.equal(server.account.users.get('VARLOR')?.password, 'New-password-22')
    assert.equal(server.account.users.get('OTHER')?.password, password)
  })

  test('who signs in without a password has none to change', async ({ assert }) => {
    const { privateKey, token } = server
    const ways: Record<string, string>[] = [{ privateKey, passphrase: PASSPHRASE }, { token }]
    for (const credentials of ways) {
      const refusal = await changeOwn({ credentials })
      assert.include(refusal, { code: 'password_denied', definite: true, field: null })
      assert.match(String(refusal?.message), /key pair|access token/)
    }
    assert.equal(server.account.users.get('VARLOR')?.password, server.password)
  })

  test('a session token that ran out is renewed, and the work goes on', async ({ assert }) => {
    let refused = 0
    server.protocol.intercept = ({ url }, response) => {
      if (!url.pathname.endsWith('/query-request') || refused++ > 0) return false
      send(response, { success: false, code: '390112', message: 'expired', data: null })
      return true
    }
    const { rows } = await previewPeople()
    assert.deepEqual(rows, [[1]])
    assert.isTrue(server.protocol.asked.some((line) => line.endsWith('/session/token-request')))
  })

  test('a connection that the server closes in between is dialled anew', async ({ assert }) => {
    server.protocol.intercept = ({ url }, response) => {
      if (url.pathname.endsWith('/login-request')) response.shouldKeepAlive = false
      return false
    }
    assert.deepEqual((await previewPeople()).rows, [[1]])
  })
})
