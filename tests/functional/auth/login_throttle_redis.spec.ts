import { test } from '@japa/runner'
import { PASSWORD, UserFactory } from '#database/factories/user_factory'
import { needs } from '#tests/support/servers/missing'
import { redis } from '#tests/support/servers/redis'
import { CookieClient } from '#tests/support/cookie_client'
import { startVarlor, type VarlorProcess } from '#tests/support/varlor_process'

test.group('Login throttle in Redis', (group) => {
  let servers: VarlorProcess[] = []
  if (needs(group, 'redis')) {
    group.setup(async () => {
      const { url } = await redis()
      servers = await Promise.all([1, 2].map(() => startVarlor({ REDIS_URL: url })))
      return async () => {
        await Promise.all(servers.map((server) => server.stop()))
      }
    })
  }

  test('failures at one node count at the other', async ({ assert }) => {
    const { email } = await UserFactory.create()
    const login = (server: VarlorProcess | undefined, password: string) =>
      new CookieClient(server?.origin).post('/api/v2/auth/login', { email, password })
    const [first, second] = servers

    for (let attempt = 0; attempt < 5; attempt++) {
      assert.equal((await login(first, 'wrong password')).status, 401)
    }
    const refused = await login(second, PASSWORD)
    assert.equal(refused.status, 429)
    assert.isAbove(Number(refused.headers.get('retry-after')), 0)
  })
})
