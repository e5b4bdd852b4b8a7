import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import { DateTime } from 'luxon'
import DatabaseConnection from '#models/database_connection'
import IdempotencyKey from '#models/idempotency_key'
import { operations } from '#openapi/operations'
import { ConnectionStore } from '#services/connection_store'
import { IdempotencyKeys } from '#services/idempotency_keys'
import { ApiPerson } from '#tests/support/api_person'
import { CANARY, postgresBody } from '#tests/support/connection_bodies'
import { CookieClient } from '#tests/support/cookie_client'
import { PASSWORD, UserFactory } from '#database/factories/user_factory'
import { startVarlor } from '#tests/support/varlor_process'

const key = (value = 'a-key') => ({ 'idempotency-key': value })

function connectionsOf(person: ApiPerson) {
  return DatabaseConnection.query().where('tenant_id', person.user.tenantId)
}

/** Makes what is stored as if it had been stored long ago. */
async function expire(person: ApiPerson) {
  const rows = await IdempotencyKey.query().where('user_id', person.user.id)
  for (const row of rows) {
    await row.merge({ expiresAt: DateTime.utc().minus({ hours: 1 }) }).save()
  }
}

test.group('Idempotency-Key', () => {
  test('a repetition is answered alike, and does nothing', async ({ assert }) => {
    const person = await ApiPerson.create()
    const first = await person.post('/connectors', postgresBody(), key())
    const again = await person.post('/connectors', postgresBody(), key())

    assert.equal(first.status, 201)
    assert.isFalse(first.headers.has('idempotent-replayed'))
    assert.equal(again.status, 201)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.deepEqual(again.body, first.body)
    for (const name of ['location', 'etag', 'content-type']) {
      assert.equal(again.headers.get(name), first.headers.get(name), name)
    }
    assert.lengthOf(await connectionsOf(person), 1)
  })

  test('with another body or address it is refused', async ({ assert }) => {
    const person = await ApiPerson.create('admin')
    await person.post('/connectors', postgresBody(), key())
    const body = await person.post('/connectors', postgresBody({ name: 'Other' }), key())
    const invitation = { email: 'new@example.com', role: 'viewer' }
    const path = await person.post('/invitations', invitation, key())

    for (const answer of [body, path]) {
      assert.equal(answer.status, 422)
      assert.equal(answer.body.errors[0].code, 'E_IDEMPOTENCY_KEY_REUSED')
    }
    assert.lengthOf(await connectionsOf(person), 1)
  })

  test('everybody has keys of their own', async ({ assert }) => {
    const person = await ApiPerson.create()
    const colleague = await ApiPerson.create('editor', person)
    assert.equal((await person.post('/connectors', postgresBody(), key())).status, 201)
    const answer = await colleague.post('/connectors', postgresBody({ name: 'Theirs' }), key())
    assert.equal(answer.status, 201)
    assert.isFalse(answer.headers.has('idempotent-replayed'))
  })

  test('of many at the same moment one is carried out', async ({ assert }) => {
    const person = await ApiPerson.create()
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => person.post('/connectors', postgresBody(), key()))
    )

    assert.lengthOf(await connectionsOf(person), 1)
    const done = answers.filter(({ status }) => status === 201)
    const busy = answers.filter(({ status }) => status === 409)
    assert.lengthOf([...done, ...busy], 12)
    assert.lengthOf(
      done.filter(({ headers }) => !headers.has('idempotent-replayed')),
      1
    )
    for (const { body } of busy) assert.equal(body.errors[0].code, 'E_IDEMPOTENCY_KEY_BUSY')
  })

  test('of two at two nodes one is carried out', async ({ assert, cleanup }) => {
    const person = await ApiPerson.create()
    const other = await startVarlor({})
    cleanup(() => other.stop())
    const there = () =>
      fetch(`${other.origin}/api/v2/connectors`, {
        method: 'POST',
        headers: {
          'authorization': `Bearer ${person.token}`,
          'content-type': 'application/json',
          ...key(),
        },
        body: JSON.stringify(postgresBody()),
      })
    const answers = await Promise.all([
      person.post('/connectors', postgresBody(), key()),
      there(),
      person.post('/connectors', postgresBody(), key()),
      there(),
    ])

    assert.lengthOf(await connectionsOf(person), 1)
    const fresh = answers.filter(
      ({ status, headers }) => status === 201 && !headers.has('idempotent-replayed')
    )
    assert.lengthOf(fresh, 1)
    assert.equal((await there()).headers.get('idempotent-replayed'), 'true')
  })

  test('a refusal that lies in the request is kept, one of the moment is not', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const invalid = await person.post('/connectors', postgresBody({ name: '' }), key('invalid'))
    const again = await person.post('/connectors', postgresBody({ name: '' }), key('invalid'))
    assert.equal(invalid.status, 422)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.deepEqual(again.body, invalid.body)

    const { data } = (await person.post('/connectors', postgresBody())).body
    assert.equal((await person.post('/connectors', postgresBody(), key('taken'))).status, 409)
    await person.delete(`/connectors/${data.id}`)
    assert.equal((await person.post('/connectors', postgresBody(), key('taken'))).status, 201)

    const viewer = await ApiPerson.create('viewer')
    assert.equal((await viewer.post('/connectors', postgresBody(), key())).status, 403)
    await viewer.user.merge({ role: 'editor' }).save()
    assert.equal((await viewer.post('/connectors', postgresBody(), key())).status, 201)
  })

  test('a fault of ours is not kept', async ({ assert, cleanup }) => {
    const person = await ApiPerson.create()
    class Broken extends ConnectionStore {
      async insert(): Promise<never> {
        throw new Error('boom')
      }
    }
    app.container.swap(ConnectionStore, () => new Broken())
    cleanup(() => app.container.restore(ConnectionStore))
    assert.equal((await person.post('/connectors', postgresBody(), key())).status, 500)
    app.container.restore(ConnectionStore)
    const answer = await person.post('/connectors', postgresBody(), key())
    assert.equal(answer.status, 201)
    assert.isFalse(answer.headers.has('idempotent-replayed'))
  })

  test('whoever died half way frees the key in the end', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { id: userId, tenantId, email, role } = person.user
    const keys = new IdempotencyKeys()
    const actor = { userId, tenantId, email, role, isProgram: false, ip: null, requestId: null }
    const body = postgresBody()
    const request = `POST /api/v2/connectors\n${JSON.stringify(body)}`
    const dead = await keys.claim(actor, 'a-key', request)
    const busy = await person.post('/connectors', body, key())
    assert.equal(busy.status, 409)
    assert.equal(busy.body.errors[0].code, 'E_IDEMPOTENCY_KEY_BUSY')

    await expire(person)
    const answer = await person.post('/connectors', body, key())
    assert.equal(answer.status, 201)
    // Who comes back from the dead overwrites nothing.
    if (!('id' in dead)) throw new Error('It was the first')
    await keys.keep(dead.id, { status: 500, body: '{}', location: null, etag: null })
    const replayed = await person.post('/connectors', body, key())
    assert.deepEqual(replayed.body, answer.body)
  })

  test('after a day the key is as new, and old rows are cleared away', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { data } = (await person.post('/connectors', postgresBody(), key())).body
    const row = await IdempotencyKey.findByOrFail('user_id', person.user.id)
    const hours = row.expiresAt.diffNow('hours').hours
    assert.isAbove(hours, 23.9)
    assert.isAtMost(hours, 24)

    await person.delete(`/connectors/${data.id}`)
    await expire(person)
    assert.equal((await person.post('/connectors', postgresBody(), key())).status, 201)
    await expire(person)
    const young = await ApiPerson.create()
    await young.post('/connectors', postgresBody(), key())
    await new IdempotencyKeys().purge()
    assert.isNull(await IdempotencyKey.findBy('user_id', person.user.id))
    assert.exists(await IdempotencyKey.findBy('user_id', young.user.id))
  })

  test('what is shown once is stored nowhere and told no second time', async ({ assert }) => {
    const person = await ApiPerson.create('admin')
    const wanted = { name: 'CI', abilities: ['connections:read'] }
    const first = await person.post('/tokens', wanted, key())
    const again = await person.post('/tokens', wanted, key())

    assert.equal(first.status, 201)
    assert.equal(again.status, 409)
    assert.equal(again.body.errors[0].code, 'E_SHOWN_ONCE')
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    const row = await IdempotencyKey.findByOrFail('user_id', person.user.id)
    assert.isNull(row.answer)
    assert.lengthOf((await person.get('/tokens')).body.data, 1)
  })

  test('nothing that was sent can be found or guessed in the table', async ({ assert }) => {
    const person = await ApiPerson.create()
    await person.post('/connectors', postgresBody(), key('client-chosen-key'))
    const row = await IdempotencyKey.findByOrFail('user_id', person.user.id)
    const stored = JSON.stringify(row.serialize())
    assert.notInclude(stored, CANARY)
    assert.notInclude(stored, 'client-chosen-key')
    const { createHash } = await import('node:crypto')
    const text = `POST /api/v2/connectors\n${JSON.stringify(postgresBody())}`
    assert.notEqual(row.requestHash, createHash('sha256').update(text).digest('hex'))
  })

  test('a key that is none is 422', async ({ assert }) => {
    const person = await ApiPerson.create()
    for (const value of ['', 'with space', 'é', 'x'.repeat(256)]) {
      const answer = await person.post('/connectors', postgresBody(), key(value))
      assert.equal(answer.status, 422, value)
      assert.equal(answer.body.errors[0].field, 'Idempotency-Key')
    }
    assert.equal(
      (await person.post('/connectors', postgresBody(), key('~'.repeat(255)))).status,
      201
    )
  })

  test('a stranger learns nothing from a key', async ({ assert }) => {
    const person = await ApiPerson.create()
    await person.post('/connectors', postgresBody(), key())
    const answer = await new CookieClient().post('/api/v2/connectors', postgresBody(), key())
    assert.equal(answer.status, 401)
    assert.isFalse(answer.headers.has('idempotent-replayed'))
  })

  test('the document says which routes take one', ({ assert }) => {
    const taking = Object.values(router.toJSON())
      .flat()
      .filter(({ middleware }) =>
        [...middleware.all()].some((one) => typeof one !== 'function' && one.name === 'idempotent')
      )
      .map(({ methods, pattern }) => `${methods[0]} ${pattern}`)
    const documented = Object.keys(operations).filter((name) => operations[name]?.idempotent)
    assert.sameMembers(taking, documented)
  })

  test('pages may use it too', async ({ assert }) => {
    const user = await UserFactory.apply('admin').create()
    const browser = new CookieClient()
    await browser.get('/sign-in')
    await browser.submit('/sign-in', { email: user.email, password: PASSWORD })
    const first = await browser.post('/api/v2/connectors', postgresBody(), key())
    const again = await browser.post('/api/v2/connectors', postgresBody(), key())
    assert.equal(first.status, 201)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.deepEqual(await again.json(), await first.json())
  })
})
