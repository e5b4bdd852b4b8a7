import app from '@adonisjs/core/services/app'
import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import type { TestResult } from '#connectors/contracts'
import { ConnectorManager } from '#connectors/connector_manager'
import { ApiPerson } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'
import { eventually } from '#tests/conformance/workbench'

const RESULT: TestResult = {
  success: false,
  message: 'No.',
  error: 'No.',
  code: 'auth_bad',
  field: 'password',
  hint: null,
  latencyMs: 1,
  serverVersion: null,
  readOnly: null,
  superuser: null,
  probes: [],
}

/** A target that answers as it is told, and counts who was let through to it. */
async function target(
  cleanup: (run: () => void) => void,
  answer: () => Promise<TestResult> = async () => RESULT
) {
  const manager = await app.container.make(ConnectorManager)
  const { test: original } = manager
  const seen = { dialled: 0 }
  manager.test = async () => {
    seen.dialled += 1
    return answer()
  }
  cleanup(() => void (manager.test = original))
  return seen
}

function body(changes: Record<string, unknown> = {}) {
  const { type, config, credentials } = postgresBody()
  return { type, config: { ...config, ...changes }, credentials }
}

test.group('Limits of what is tested', (group) => {
  group.each.setup(() => () => limiter.clear())

  test('after five refusals a username is left alone, so that it is not locked', async ({
    assert,
    cleanup,
  }) => {
    const seen = await target(cleanup)
    const person = await ApiPerson.create()
    for (let count = 0; count < 5; count++) {
      assert.equal((await person.post('/connectors/test', body())).status, 200)
    }
    const sixth = await person.post('/connectors/test', body({ database: 'another' }))

    assert.equal(sixth.status, 429)
    assert.match(sixth.body.errors[0].message, /refused this username 5 times/)
    assert.match(sixth.body.errors[0].hint, /try again in \d minute/)
    assert.isAbove(Number(sixth.headers.get('retry-after')), 0)
    assert.equal(seen.dialled, 5)
    for (const other of [{ username: 'other' }, { host: 'other.example.com' }, { port: 6000 }]) {
      assert.equal((await person.post('/connectors/test', body(other))).status, 200)
    }
    const stranger = await ApiPerson.create()
    assert.equal((await stranger.post('/connectors/test', body())).status, 200)
  })

  test('a hundred at once get no further than five in a row', async ({ assert, cleanup }) => {
    const seen = await target(cleanup)
    const person = await ApiPerson.create()
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => person.post('/connectors/test', body()))
    )
    assert.equal(seen.dialled, 5)
    assert.lengthOf(
      answers.filter(({ status }) => status === 429),
      20
    )
  })

  test('many at once with the right password wait for one another, and all pass', async ({
    assert,
    cleanup,
  }) => {
    const passed = { ...RESULT, success: true, code: null, error: null, field: null }
    const seen = await target(cleanup, async () => passed)
    const person = await ApiPerson.create()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => person.post('/connectors/test', body()))
    )
    assert.equal(seen.dialled, 20)
    assert.isTrue(answers.every(({ status }) => status === 200))
  })

  test('the right password forgives the wrong ones before it', async ({ assert, cleanup }) => {
    let result = RESULT
    await target(cleanup, async () => result)
    const person = await ApiPerson.create()
    const attempt = async () => (await person.post('/connectors/test', body())).status
    for (let count = 0; count < 4; count++) await attempt()
    result = { ...RESULT, success: true, code: null, error: null, field: null }
    assert.equal(await attempt(), 200)
    result = RESULT
    for (let count = 0; count < 5; count++) assert.equal(await attempt(), 200)
    assert.equal(await attempt(), 429)
  })

  test('what fails for other reasons does not count as a refusal', async ({ assert, cleanup }) => {
    await target(cleanup, async () => ({ ...RESULT, code: 'timeout' }))
    const person = await ApiPerson.create()
    for (let count = 0; count < 10; count++) {
      assert.equal((await person.post('/connectors/test', body())).status, 200)
    }
  })

  test('whoever goes away while waiting leaves no trace', async ({ assert, cleanup }) => {
    const held = Promise.withResolvers<TestResult>()
    const seen = await target(cleanup, () => held.promise)
    const person = await ApiPerson.create()
    const first = Array.from({ length: 5 }, () => person.post('/connectors/test', body()))
    await eventually(() => seen.dialled === 5)
    const gone = new AbortController()
    const waiting = fetch(`http://127.0.0.1:${process.env.PORT}/api/v2/connectors/test`, {
      method: 'POST',
      headers: {
        'authorization': `Bearer ${person.token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body()),
      signal: gone.signal,
    })
    gone.abort()
    await assert.rejects(() => waiting)
    held.resolve({ ...RESULT, success: true, code: null, error: null, field: null })
    await Promise.all(first)
    assert.equal((await person.post('/connectors/test', body())).status, 200)
    assert.equal(seen.dialled, 6)
  })

  test('one server is tested thirty times a minute, under whatever name', async ({
    assert,
    cleanup,
  }) => {
    const seen = await target(cleanup, async () => ({ ...RESULT, code: 'refused' }))
    const person = await ApiPerson.create()
    const colleague = await ApiPerson.create('editor', person)
    const statuses: number[] = []
    for (let count = 0; count < 32; count++) {
      const who = count % 2 ? person : colleague
      const changes = { username: `u${count}`, database: `d${count}`, host: 'DB.Example.com' }
      statuses.push((await who.post('/connectors/test', body(changes))).status)
    }
    assert.equal(seen.dialled, 30)
    assert.deepEqual(statuses.slice(29), [200, 429, 429])
    const answer = await person.post('/connectors/test', body({ host: 'db.example.com' }))
    assert.equal(answer.status, 429)
    assert.match(answer.body.errors[0].message, /too often/)
    assert.isAbove(Number(answer.headers.get('retry-after')), 0)
  })

  test('every answer says what is left', async ({ assert, cleanup }) => {
    await target(cleanup)
    const person = await ApiPerson.create()
    const { headers } = await person.post('/connectors/test', body())
    assert.equal(headers.get('ratelimit-policy'), '"user";q=60;w=60, "tenant";q=240;w=60')
    assert.match(headers.get('ratelimit') ?? '', /^"user";r=59;t=\d+, "tenant";r=239;t=\d+$/)
  })
})
