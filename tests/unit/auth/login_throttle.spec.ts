import { errors } from '@adonisjs/auth'
import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import { LoginThrottle, networkOf } from '#services/auth/login_throttle'

const IP = '203.0.113.9'
const wrong = () => Promise.reject(new errors.E_INVALID_CREDENTIALS())

test.group('Login throttle', (group) => {
  group.each.setup(() => limiter.clear())
  group.each.teardown(() => limiter.clear())

  test('one address may fail 50 times, whatever emails it tries', async ({ assert }) => {
    const throttle = new LoginThrottle()
    for (let attempt = 0; attempt < 50; attempt++) {
      await fail(throttle, `user-${attempt}@example.com`)
    }

    const next = throttle.run('another@example.com', IP, async () => 'in')
    await assert.rejects(() => next, /Too many requests/)
    assert.equal(await throttle.run('another@example.com', '203.0.113.10', async () => 'in'), 'in')
  })

  test('a right password does not make up for failures with other emails', async ({ assert }) => {
    const throttle = new LoginThrottle()
    for (let attempt = 0; attempt < 50; attempt++) {
      await fail(throttle, `user-${attempt}@example.com`)
      if (attempt < 49) await throttle.run('mine@example.com', IP, async () => 'in')
    }

    await assert.rejects(() => throttle.run('mine@example.com', IP, async () => 'in'))
  })

  test('what fails for other reasons does not count', async ({ assert }) => {
    const throttle = new LoginThrottle()
    for (let attempt = 0; attempt < 10; attempt++) {
      const broken = () =>
        throttle.run('a@example.com', IP, () => Promise.reject(new Error('away')))
      await assert.rejects(broken, 'away')
    }

    assert.equal(await throttle.run('a@example.com', IP, async () => 'in'), 'in')
  })

  test('IPv4 addresses count one by one, IPv6 addresses by /64', ({ assert }) => {
    assert.equal(networkOf('203.0.113.9'), '203.0.113.9')
    assert.equal(networkOf('::ffff:203.0.113.9'), '203.0.113.9')
    assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:db8:1:2:ffff::1'))
    assert.notEqual(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'))
    assert.equal(networkOf(null), networkOf('nonsense'))
  })
})

async function fail(throttle: LoginThrottle, email: string): Promise<void> {
  await throttle.run(email, IP, wrong).catch((error: unknown) => {
    if (!(error instanceof errors.E_INVALID_CREDENTIALS)) throw error
  })
}
