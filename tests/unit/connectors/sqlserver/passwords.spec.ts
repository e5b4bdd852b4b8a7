import { test } from '@japa/runner'
import type { ConnectorError } from '#connectors/connector_error'
import { sqlserver } from '#connectors/sqlserver/engine'
import { connectorTo, never, serverWith, using } from '#tests/conformance/workbench'
import { testCertificates } from '#tests/support/certificates'
import type { Answer } from '#tests/support/standins/sqlserver/answers'
import { StandinDatabase } from '#tests/support/standins/sqlserver/database'
import type { Login } from '#tests/support/standins/sqlserver/login'
import { StandinLogins } from '#tests/support/standins/sqlserver/logins'
import { startStandin } from '#tests/support/standins/sqlserver/server'

const OLD = 'Old-password-1'
const NEW = 'New-password-2'

/** @param answer what is said to the change instead of making it */
async function start(answer?: Answer) {
  const logins = new StandinLogins()
  logins.add('alice', { password: OLD })
  const database = new StandinDatabase({ isSysadmin: false, mayWrite: false })
  const { server: certificate } = await testCertificates()
  const seen: Login[] = []
  const server = await startStandin({
    encryption: 'offered',
    certificate,
    admit(login) {
      seen.push(login)
      return null
    },
    rules: (login) => [
      ...(answer ? [{ sql: /^alter/, answer }] : []),
      ...logins.rules(login),
      ...database.rules,
    ],
  })
  const config = {
    host: '127.0.0.1',
    port: server.port,
    database: 'sales',
    username: 'alice',
    encrypt: false,
  }
  const target = serverWith({ config, credentials: { password: OLD }, schema: 'dbo' })
  const connector = () => connectorTo(sqlserver, target)
  const change = { username: 'alice', password: NEW, current: OLD }
  return { server, logins, seen, connector, change }
}

test.group('SQL Server: changing a password', () => {
  test('only the session that changes it does not ask for a read-only replica', async ({
    assert,
    cleanup,
  }) => {
    const { server, logins, seen, connector, change } = await start()
    cleanup(() => server.close())
    await using(connector(), async (one) => {
      await one.listTables({ signal: never })
      await one.changePassword(change, { signal: never })
      await one.listTables({ signal: never })
      await one.test({ signal: never })
    })
    assert.deepEqual(
      seen.map(({ wantsReadOnly }) => wantsReadOnly),
      [true, false, true]
    )
    assert.equal(logins.find('alice')?.password, NEW)
  })

  test('a wrong old password is not the way in', async ({ assert, cleanup }) => {
    const { server, logins, connector, change } = await start()
    cleanup(() => server.close())
    const failure = await using(connector(), (one) =>
      one
        .changePassword({ ...change, current: 'not-the-old-one' }, { signal: never })
        .catch((error: ConnectorError) => error)
    )
    assert.include(failure, { code: 'password_denied', definite: true })
    assert.equal(logins.find('alice')?.password, OLD)
  })

  const cases: [string, number, string, RegExp][] = [
    ['Azure wants it in master', 5_001, 'password_denied', /database master/],
    ['a copy that only reads', 3_906, 'password_denied', /read-only copy/],
    ['it is too recent', 15_114, 'password_rejected', /too recent/],
    ['the policy of Azure', 40_632, 'password_rejected', /rules/],
  ]
  test('{0}')
    .with(cases)
    .run(async ({ assert, cleanup }, [, number, code, message]) => {
      const { server, connector, change } = await start({
        errors: [{ number, message: 'as the server says' }],
      })
      cleanup(() => server.close())
      const failure = await using(connector(), (one) =>
        one.changePassword(change, { signal: never }).catch((error: ConnectorError) => error)
      )
      assert.include(failure, { code, definite: true })
      assert.match((failure as ConnectorError).message, message)
    })
})
