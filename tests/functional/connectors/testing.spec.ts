import { request } from 'node:http'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ConnectorManager } from '#connectors/connector_manager'
import limiter from '@adonisjs/limiter/services/main'
import { requestsPerMinute } from '#config/limiter'
import AuditEvent from '#models/audit_event'
import { ApiPerson } from '#tests/support/api_person'
import { CANARY, postgresBody } from '#tests/support/connection_bodies'
import { postgres } from '#tests/support/servers/postgres'
import { needs } from '#tests/support/servers/missing'
import { sqliteConnection, sqliteFile } from '#tests/support/sqlite_connections'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`

test.group('Testing connections', () => {
  test('a test without saving says how it went, stage by stage', async ({ assert }) => {
    const person = await ApiPerson.create()
    const file = await sqliteFile(person, 'a.sqlite', 'create table t (a)')
    const answer = await person.post('/connectors/test', { type: 'sqlite', config: { file } })

    assert.equal(answer.status, 200, answer.text)
    const { success, testResult } = answer.body.data
    assert.isTrue(success)
    assert.isNull(testResult.code)
    assert.isString(testResult.message)
    assert.isString(testResult.serverVersion)
    assert.deepEqual(
      testResult.probes.map(({ name, status }: { name: string; status: string }) => [name, status]),
      [
        ['database', 'passed'],
        ['catalog', 'passed'],
      ]
    )
  })

  test('a refusal by the target is an answer that names the field', async ({ assert }) => {
    const person = await ApiPerson.create()
    const answer = await person.post('/connectors/test', {
      type: 'sqlite',
      config: { file: 'missing.sqlite' },
    })

    assert.equal(answer.status, 200)
    assert.isFalse(answer.body.data.success)
    assert.containSubset(answer.body.data.testResult, { code: 'file_missing', field: 'file' })
  })

  test('a test of a saved connection is stored and does not outdate its ETag', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const id = await sqliteConnection(person, 'create table t (a)')
    const answer = await person.post(`/connectors/${id}/test`)
    const shown = await person.get(`/connectors/${id}`)

    assert.isTrue(answer.body.data.success, answer.text)
    assert.equal(shown.headers.get('etag'), '"1"')
    assert.containSubset(shown.body.data, { lastTestStatus: 'passed', lastTestError: null })
    assert.isString(shown.body.data.serverVersion)
    assert.closeTo(Date.parse(shown.body.data.lastTestedAt), Date.now(), 30_000)

    await person.patch(`/connectors/${id}`, { config: { file: 'gone.sqlite' } })
    const changed = await person.get(`/connectors/${id}`)
    assert.containSubset(changed.body.data, { lastTestStatus: null, lastTestedAt: null })

    const failed = await person.post(`/connectors/${id}/test`)
    assert.isFalse(failed.body.data.success)
    const after = await person.get(`/connectors/${id}`)
    assert.containSubset(after.body.data, {
      lastTestStatus: 'failed',
      lastTestCode: 'file_missing',
      serverVersion: null,
    })
    assert.isString(after.body.data.lastTestError)
    await person.patch(`/connectors/${id}`, { name: 'Renamed' })
    assert.equal((await person.get(`/connectors/${id}`)).body.data.lastTestStatus, 'failed')
  })

  test('with the id of a saved connection, what is omitted comes from it', async ({ assert }) => {
    const person = await ApiPerson.create()
    const id = await sqliteConnection(person, 'create table t (a)')
    const same = await person.post('/connectors/test', { connectionId: id })
    const other = await person.post('/connectors/test', {
      connectionId: id,
      config: { file: 'missing.sqlite' },
    })

    assert.isTrue(same.body.data.success)
    assert.equal(other.body.data.testResult.code, 'file_missing')
    assert.isNull((await person.get(`/connectors/${id}`)).body.data.lastTestStatus)
  })

  for (const [why, body, field] of [
    ['a name', { ...postgresBody() }, 'name'],
    [
      'a mask',
      { ...postgresBody({ credentials: { password: '****' } }), name: undefined },
      'credentials.password',
    ],
    ['no engine', { config: {} }, 'type'],
    ['an id that is none', { ...postgresBody(), name: undefined, connectionId: 7 }, 'connectionId'],
  ] as const) {
    test(`a test with ${why} is refused`, async ({ assert }) => {
      const person = await ApiPerson.create()
      const answer = await person.post('/connectors/test', body)

      assert.equal(answer.status, 422)
      assert.equal(answer.body.errors[0].field, field)
    })
  }

  test('stages are streamed to whoever asks for events', async ({ assert }) => {
    const person = await ApiPerson.create()
    const file = await sqliteFile(person, 'a.sqlite', 'create table t (a)')
    const events = { accept: 'text/event-stream' }
    const answer = await person.post(
      '/connectors/test',
      { type: 'sqlite', config: { file } },
      events
    )

    assert.match(answer.headers.get('content-type') ?? '', /^text\/event-stream/)
    const told = answer.text
      .split('\n\n')
      .filter(Boolean)
      .map((block) => {
        const [event = '', data = ''] = block.split('\n')
        return {
          event: event.slice('event: '.length),
          data: JSON.parse(data.slice('data: '.length)),
        }
      })
    assert.deepEqual(
      told.map(({ event }) => event),
      ['probe', 'probe', 'result']
    )
    assert.containSubset(told[0]?.data, { name: 'database', status: 'passed' })
    assert.isTrue(told[2]?.data.data.success)

    const refused = await person.post('/connectors/test', { type: 'sqlite' }, events)
    assert.equal(refused.status, 422)
    assert.equal(refused.body.errors[0].code, 'E_REQUIRED')
  })

  test('a client that goes away cancels the work', async ({ assert, cleanup }) => {
    const person = await ApiPerson.create()
    const id = await sqliteConnection(person, 'create table t (a)')
    const manager = await app.container.make(ConnectorManager)
    const { test: original } = manager
    const begun = Promise.withResolvers<AbortSignal>()
    const ended = Promise.withResolvers<void>()
    manager.test = async (_engine, _target, { signal }) => {
      begun.resolve(signal)
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason)
          ended.resolve()
        })
      })
    }
    cleanup(() => void (manager.test = original))
    const call = request(`${ORIGIN}/api/v2/connectors/${id}/test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${person.token}` },
    })
    call.on('error', () => {})
    call.end()
    const signal = await begun.promise
    assert.isFalse(signal.aborted)
    call.destroy()
    await ended.promise

    const event = await eventually(() =>
      AuditEvent.query().where({ target_id: id, action: 'connection.test' }).first()
    )
    assert.containSubset(event, { outcome: 'failure', code: 'E_CANCELLED' })
  })

  test('one person tests only so often in a minute, and a colleague still may', async ({
    assert,
    cleanup,
  }) => {
    cleanup(() => limiter.clear())
    const person = await ApiPerson.create()
    const colleague = await ApiPerson.create('editor', person)
    const body = { type: 'sqlite', config: { file: 'missing.sqlite' } }
    const allowed = requestsPerMinute.tests.perUser
    for (let count = 0; count < allowed; count++) await person.post('/connectors/test', {})
    const answer = await person.post('/connectors/test', body)

    assert.equal(answer.status, 429)
    assert.equal(answer.body.errors[0].code, 'E_TOO_MANY_REQUESTS')
    assert.isAbove(Number(answer.headers.get('retry-after')), 0)
    assert.equal((await colleague.post('/connectors/test', body)).status, 200)
  })
})

test.group('Testing a PostgreSQL', (group) => {
  needs(group, 'postgres')

  test('the right password passes, a wrong one names the password, and none is ever shown', async ({
    assert,
  }) => {
    const { host, port, user, password, database } = await postgres()
    const person = await ApiPerson.create()
    const config = { host, port, database, username: user, tls: { mode: 'disable' } }
    const { body } = await person.post(
      '/connectors',
      postgresBody({ config, credentials: { password } })
    )
    const path = `/connectors/${body.data.id}`
    const right = await person.post(`${path}/test`)
    const wrong = await person.post('/connectors/test', {
      type: 'postgresql',
      config,
      credentials: { password: CANARY },
    })
    const tables = await person.get(`${path}/tables`)

    assert.isTrue(right.body.data.success, right.text)
    assert.isFalse(wrong.body.data.success)
    assert.containSubset(wrong.body.data.testResult, { code: 'auth_bad', field: 'password' })
    assert.equal(tables.status, 200, tables.text)
    for (const { text } of [right, wrong, tables]) {
      assert.notInclude(text, password)
      assert.notInclude(text, CANARY)
    }
  })
})

/** What a row says once the server has come round to writing it. */
async function eventually<T>(look: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > deadline) throw new Error('It never came')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
