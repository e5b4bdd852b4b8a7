import { test } from '@japa/runner'
import AuditEvent from '#models/audit_event'
import { UserFactory } from '#database/factories/user_factory'
import { CookieClient } from '#tests/support/cookie_client'
import { startVarlor, type VarlorProcess } from '#tests/support/varlor_process'

/** The address that the trail names after somebody failed to sign in with this header. */
async function seenAs(origin: string, forwardedFor: string): Promise<string | null> {
  const { email } = await UserFactory.create()
  const client = new CookieClient(origin)
  const headers = { 'x-forwarded-for': forwardedFor }
  await client.post('/api/v2/auth/login', { email, password: 'wrong password' }, headers)
  const event = await AuditEvent.query()
    .where({ actorEmail: email, action: 'session.login' })
    .firstOrFail()
  return event.ip
}

test.group('Without TRUST_PROXY', () => {
  test('nobody is believed about where they are', async ({ assert }) => {
    const here = `http://127.0.0.1:${process.env.PORT}`
    for (const said of ['203.0.113.7', '203.0.113.7, 127.0.0.1', '::1', 'unknown']) {
      assert.equal(await seenAs(here, said), '127.0.0.1')
    }
  })
})

test.group('With TRUST_PROXY', (group) => {
  let server: VarlorProcess
  group.setup(async () => {
    server = await startVarlor({ TRUST_PROXY: '127.0.0.1, 10.0.0.0/8, 2001:db8:ffff::/48' })
    return () => server.stop()
  })

  for (const [said, seen] of [
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1::7', '2001:db8:1::7'],
    // Several proxies of ours, of both families.
    ['203.0.113.7, 10.1.2.3', '203.0.113.7'],
    ['203.0.113.7, 10.1.2.3, 2001:db8:ffff::1', '203.0.113.7'],
    // What the client itself put in front is not believed.
    ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['10.9.9.9, 198.51.100.1, 203.0.113.7, 10.1.2.3', '203.0.113.7'],
    ['127.0.0.1, 203.0.113.7', '203.0.113.7'],
    // Nothing that is no address gets into the trail or into a limit's key.
    ['<script>', '127.0.0.1'],
    ['unknown, 10.1.2.3', '127.0.0.1'],
    ['203.0.113.7:4711', '127.0.0.1'],
    [`${'x'.repeat(5_000)}`, '127.0.0.1'],
  ] as const) {
    test(`${said.slice(0, 60)} is ${seen}`, async ({ assert }) => {
      assert.equal(await seenAs(server.origin, said), seen)
    })
  }
})
