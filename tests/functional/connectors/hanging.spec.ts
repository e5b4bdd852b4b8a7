import limiter from '@adonisjs/limiter/services/main'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import connectorsConfig from '#config/connectors'
import { ConnectorManager } from '#connectors/connector_manager'
import { ApiPerson } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'
import { rogueServer, silent } from '#tests/conformance/rogue_server'
import { eventually } from '#tests/conformance/workbench'

/** As many as the sessions that are not kept for those who hold few. */
const TENANTS = 6
const TARGETS_EACH = 25
const SHARE = connectorsConfig.underWay.perTenant

test.group('Targets that hang', (group) => {
  group.each.setup(() => () => limiter.clear())

  test('a hundred and fifty at once keep nobody else waiting, and end with those who asked', async ({
    assert,
    cleanup,
  }) => {
    const rogue = await rogueServer(silent)
    cleanup(() => rogue.close())
    const people = await Promise.all(Array.from({ length: TENANTS }, () => ApiPerson.create()))
    const gone = new AbortController()
    cleanup(() => gone.abort())
    let answered = 0
    const tests = people.flatMap((person) =>
      Array.from({ length: TARGETS_EACH }, (_, number) =>
        hang(person, rogue.port, number, gone.signal).then(() => (answered += 1))
      )
    )
    await eventually(() => rogue.connections.length === TENANTS * TARGETS_EACH)

    for (const path of ['/health/live', '/health/ready', '/api/v2/connectors/engines']) {
      const answer = await fetch(`http://127.0.0.1:${process.env.PORT}${path}`, {
        headers: { authorization: `Bearer ${people[0]?.token}` },
      })
      assert.equal(answer.status, 200, path)
    }
    assert.equal(answered, 0)

    gone.abort()
    await Promise.allSettled(tests)
    await eventually(() => rogue.connections.every((socket) => socket.closed))
  })

  test('one tenant has only its share under way, and another one is served meanwhile', async ({
    assert,
    cleanup,
  }) => {
    const hanging = await hangOnPorts(cleanup)
    const person = await ApiPerson.create()
    const stranger = await ApiPerson.create()
    const gone = new AbortController()
    cleanup(() => gone.abort())
    const refused: Response[] = []
    const tests = [1, 2].flatMap((port) =>
      Array.from({ length: SHARE / 2 + 5 }, (_, number) =>
        hang(person, port, number, gone.signal).then((answer) => refused.push(answer))
      )
    )
    await eventually(() => refused.length === 10 && hanging.size === SHARE)

    for (const answer of refused) {
      assert.equal(answer.status, 429)
      assert.isAbove(Number(answer.headers.get('retry-after')), 0)
      assert.include(await answer.text(), 'E_TOO_MANY_REQUESTS')
    }
    const quick = { type: 'sqlite', config: { file: 'missing.sqlite' } }
    assert.equal((await person.post('/connectors/test', quick)).status, 429)
    assert.equal((await stranger.post('/connectors/test', quick)).status, 200)
    assert.equal(hanging.size, SHARE)

    gone.abort()
    await Promise.allSettled(tests)
    await eventually(() => hanging.size === 0)
    await eventually(async () => (await person.post('/connectors/test', quick)).status === 200)
  })
})

/** Tests of what has a port never end by themselves; the set holds those that run. */
async function hangOnPorts(cleanup: (run: () => void) => void): Promise<Set<AbortSignal>> {
  const manager = await app.container.make(ConnectorManager)
  const { test: original } = manager
  const hanging = new Set<AbortSignal>()
  manager.test = async (engine, target, options) => {
    const { signal } = options
    if (!('port' in target.config)) return original.call(manager, engine, target, options)
    hanging.add(signal)
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    hanging.delete(signal)
    throw signal.reason
  }
  cleanup(() => void (manager.test = original))
  return hanging
}

/** Nobody waits for anybody else's sign-in: each has a username of its own. */
function hang(person: ApiPerson, port: number, number: number, signal: AbortSignal) {
  const { type, config, credentials } = postgresBody()
  return fetch(`http://127.0.0.1:${process.env.PORT}/api/v2/connectors/test`, {
    method: 'POST',
    headers: {
      'authorization': `Bearer ${person.token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      type,
      config: { ...config, port, username: `user-${number}` },
      credentials,
    }),
    signal,
  })
}
