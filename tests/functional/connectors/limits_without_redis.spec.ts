import { test } from '@japa/runner'
import { PASSWORD, UserFactory } from '#database/factories/user_factory'
import { ApiPerson } from '#tests/support/api_person'
import { forwardingTo, rogueServer } from '#tests/conformance/rogue_server'
import { CookieClient } from '#tests/support/cookie_client'
import { needs } from '#tests/support/servers/missing'
import { redis } from '#tests/support/servers/redis'
import { startVarlor, type VarlorProcess } from '#tests/support/varlor_process'

test.group('Limits while Redis is away', (group) => {
  let server: VarlorProcess
  if (needs(group, 'redis')) {
    group.setup(async () => {
      const { url, port } = await redis()
      const way = await rogueServer(forwardingTo(port))
      const REDIS_URL = Object.assign(new URL(url), { port: String(way.port) }).href
      server = await startVarlor({ REDIS_URL })
      await way.close()
      return () => server.stop()
    })
  }

  const ask = (person: ApiPerson, method: string, path: string, body?: unknown) =>
    fetch(`${server.origin}/api/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${person.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })

  test('nobody signs in: guesses could not be counted', async ({ assert }) => {
    const { email } = await UserFactory.create()
    const client = new CookieClient(server.origin)
    const answer = await client.post('/api/v2/auth/login', { email, password: PASSWORD })
    assert.equal(answer.status, 503)
    assert.isAbove(Number(answer.headers.get('retry-after')), 0)
  })

  test('who is signed in goes on, counted by this node alone', async ({ assert }) => {
    const person = await ApiPerson.create()
    const body = { type: 'sqlite', config: { file: 'missing.sqlite' } }
    const first = await ask(person, 'POST', '/connectors/test', body)
    assert.equal(first.status, 200)
    assert.match(first.headers.get('ratelimit') ?? '', /^"user";r=59;/)
    let last = first
    for (let count = 1; count <= 60; count++) {
      last = await ask(person, 'POST', '/connectors/test', {})
    }
    assert.equal(last.status, 429)
    assert.isAbove(Number(last.headers.get('retry-after')), 0)
    assert.equal((await ask(person, 'GET', '/connectors')).status, 200)
  })
})
