import { test } from '@japa/runner'
import type { ConnectorError } from '#connectors/connector_error'
import { never, using } from '#tests/conformance/workbench'
import { testCertificates } from '#tests/support/certificates'
import { StandinUsers } from '#tests/support/standins/oracle/users'
import { Verifier } from '#tests/support/standins/oracle/sign_in'
import { connectorToPort, PASSWORD, startStandin } from '#tests/unit/connectors/oracle/bench'

const NEW = 'New-password-2'
const ENCRYPTED = { tls: { mode: 'require' } }

async function start() {
  const users = new StandinUsers([
    ['scott', { verifier: new Verifier(PASSWORD), mayAlterUsers: true }],
    ['"Mixed Case"', { verifier: new Verifier(PASSWORD) }],
    ['adams', { verifier: new Verifier(PASSWORD) }],
  ])
  const { server: tls } = await testCertificates()
  const statements: string[] = []
  const { standin } = await startStandin({
    users,
    tls,
    answer(sql, _binds, user) {
      statements.push(sql)
      return users.answerTo(sql, user) ?? 'done'
    },
  })
  const change = (username: string, password = NEW, config = {}) =>
    using(connectorToPort(standin.port, { config }), (connector) =>
      connector
        .changePassword({ username, password, current: PASSWORD }, { signal: never })
        .then(() => null)
        .catch((error: ConnectorError) => error)
    )
  return { standin, users, statements, change }
}

test.group('Oracle: changing a password', () => {
  test('a password of its own is in no statement', async ({ assert, cleanup }) => {
    const { standin, users, statements, change } = await start()
    cleanup(() => standin.close())
    assert.isNull(await change('scott'))
    assert.equal(users.get('SCOTT')?.verifier.password, NEW)
    assert.deepEqual(statements, [])
  })

  test('names are those of sign-in, in upper case unless they are in quotes', async ({
    assert,
    cleanup,
  }) => {
    const { standin, users, statements, change } = await start()
    cleanup(() => standin.close())
    assert.isNull(await change('Adams', NEW, ENCRYPTED))
    assert.isNull(await change('"Mixed Case"', NEW, ENCRYPTED))
    assert.equal(users.get('ADAMS')?.verifier.password, NEW)
    assert.equal(users.get('"Mixed Case"')?.verifier.password, NEW)
    assert.deepEqual(statements, [
      `alter user "ADAMS" identified by "${NEW}"`,
      `alter user "Mixed Case" identified by "${NEW}"`,
    ])
  })

  test('who acts for another changes the password that it signs in with', async ({
    assert,
    cleanup,
  }) => {
    const { standin, users, change } = await start()
    cleanup(() => standin.close())
    assert.isNull(await change('adams[scott]', NEW, ENCRYPTED))
    assert.equal(users.get('adams')?.verifier.password, NEW)
    assert.equal(users.get('scott')?.verifier.password, PASSWORD)
  })

  test('what cannot be said is not said', async ({ assert, cleanup }) => {
    const { standin, statements, change } = await start()
    cleanup(() => standin.close())
    const refusals = [
      await change('adams', 'with"quote-1', ENCRYPTED),
      await change('scott', 'with"quote-1'),
      await change('a"b', NEW, ENCRYPTED),
      await change('""', NEW, ENCRYPTED),
      await change('adams'),
    ]
    assert.deepEqual(
      refusals.map((refusal) => [refusal?.code, refusal?.definite]),
      [
        ['password_rejected', true],
        ['password_rejected', true],
        ['password_denied', true],
        ['password_denied', true],
        ['tls_required', true],
      ]
    )
    assert.deepEqual(statements, [])
  })
})
