import { test } from '@japa/runner'
import type { ConnectorError } from '#connectors/connector_error'
import { mongodb } from '#connectors/mongodb/engine'
import { connectorTo, never, serverWith, using } from '#tests/conformance/workbench'
import { testCertificates } from '#tests/support/certificates'
import { MongodbStandIn, type StandInFacts } from '#tests/support/standins/mongodb/server'
import type { User } from '#tests/support/standins/mongodb/sign_in'

const OLD = 'Old-password-1'
const NEW = 'New-password-2'

async function start(facts: Partial<StandInFacts> = {}, user: Partial<User> = {}) {
  const { server: keys } = await testCertificates()
  const users: Record<string, User> = {
    alice: { password: OLD, mechanisms: ['SCRAM-SHA-256'], reads: ['sales'], ...user },
  }
  const server = await MongodbStandIn.start({ users, tls: { keys, isRequired: false }, ...facts })
  const change = (mode = 'require') => {
    const config = { host: '127.0.0.1', port: server.port, username: 'alice', tls: { mode } }
    const target = serverWith({ config, credentials: { password: OLD }, schema: null })
    return using(connectorTo(mongodb, target), (connector) =>
      connector
        .changePassword({ username: 'alice', password: NEW, current: OLD }, { signal: never })
        .then(() => null)
        .catch((error: ConnectorError) => error)
    )
  }
  return { server, users, change }
}

test.group('MongoDB: changing a password', () => {
  test('nobody on the way may read it', async ({ assert, cleanup }) => {
    const { server, users, change } = await start({}, { changes: 'own' })
    cleanup(() => server.stop())
    assert.include(await change('disable'), { code: 'tls_required', definite: true })
    assert.equal(users.alice?.password, OLD)
    assert.isNull(await change())
    assert.equal(users.alice?.password, NEW)
  })

  test('who only reads is told which right is missing', async ({ assert, cleanup }) => {
    const { server, change } = await start()
    cleanup(() => server.stop())
    const refusal = await change()
    assert.include(refusal, { code: 'password_denied', definite: true })
    assert.include(refusal?.hint, 'changeOwnPassword')
  })

  const cases: [string, { code: number; message: string }, RegExp][] = [
    ['Atlas keeps the users', { code: 8000, message: 'command not allowed' }, /does not let/],
    ['there is no such command', { code: 59, message: 'no such command' }, /does not let/],
    ['it is not the primary', { code: 10_107, message: 'not primary' }, /read-only copy/],
  ]
  test('{0}')
    .with(cases)
    .run(async ({ assert, cleanup }, [, updateUser, message]) => {
      const { server, change } = await start({ refusals: { updateUser } }, { changes: 'own' })
      cleanup(() => server.stop())
      const refusal = await change()
      assert.include(refusal, { code: 'password_denied', definite: true })
      assert.match(String(refusal?.message), message)
    })
})
