import { test } from '@japa/runner'
import ConnectionTag from '#models/connection_tag'
import { ApiPerson } from '#tests/support/api_person'
import { CANARY, postgresBody } from '#tests/support/connection_bodies'

test.group('Connections over the API', () => {
  test('a connection is saved with defaults filled in and comes back without credentials', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const { host, database, username } = postgresBody().config
    const answer = await person.post(
      '/connectors',
      postgresBody({ config: { host, database, username }, tags: ['Finance', 'eu'] })
    )

    assert.equal(answer.status, 201, answer.text)
    const { data } = answer.body
    assert.equal(answer.headers.get('location'), `/api/v2/connectors/${data.id}`)
    assert.equal(answer.headers.get('etag'), '"1"')
    assert.match(data.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    assert.containSubset(data, {
      name: 'Sales',
      type: 'postgresql',
      target: 'alice@127.0.0.1:5432/sales',
      ownerId: person.user.id,
      visibility: 'tenant',
      tags: ['Finance', 'eu'],
      lastTestedAt: null,
      lastTestStatus: null,
      lastTestError: null,
    })
    assert.equal(data.config.port, 5432)
    assert.isString(data.config.tls.mode)
    assert.isTrue(data.credentials.passwordSet)
    assert.notInclude(answer.text, CANARY)
    assert.notProperty(data, 'sealedCredentials')

    const shown = await person.get(`/connectors/${data.id}`)
    assert.deepEqual(shown.body.data, data)
  })

  test('a name is unique in a tenant whatever its case, and free in another', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    await person.post('/connectors', postgresBody())
    const again = await person.post('/connectors', postgresBody({ name: 'SALES ' }))
    const stranger = await ApiPerson.create()
    const elsewhere = await stranger.post('/connectors', postgresBody())

    assert.equal(again.status, 409)
    assert.containSubset(again.body.errors[0], { code: 'E_NAME_TAKEN', field: 'name' })
    assert.equal(elsewhere.status, 201)
  })

  test('names that differ in an accent are different names', async ({ assert }) => {
    const person = await ApiPerson.create()
    for (const name of ['Arger', 'Ärger', 'Årger']) {
      const answer = await person.post('/connectors', postgresBody({ name, tags: ['a', 'ä'] }))
      assert.equal(answer.status, 201, answer.text)
    }
    const decomposed = await person.post('/connectors', postgresBody({ name: 'A\u0308rger' }))
    assert.equal(decomposed.status, 409)
  })

  test('a tag that is given twice in other spellings is refused, and named', async ({ assert }) => {
    const person = await ApiPerson.create()
    const answer = await person.post('/connectors', postgresBody({ tags: ['a', ' a'] }))

    assert.equal(answer.status, 422, answer.text)
    assert.equal(answer.body.errors[0].field, 'tags')
  })

  test('certificates and keys of any length that is allowed are kept', async ({ assert }) => {
    const person = await ApiPerson.create()
    const pem = `-----BEGIN CERTIFICATE-----\n${'x'.repeat(60_000)}`
    const { config } = postgresBody()
    const answer = await person.post(
      '/connectors',
      postgresBody({
        config: { ...config, tls: { mode: 'verify-full', ca: pem, cert: pem } },
        credentials: { password: CANARY, tlsKey: 'x'.repeat(60_000) },
      })
    )

    assert.equal(answer.status, 201, answer.text)
    assert.equal(answer.body.data.config.tls.ca, pem)
  })

  test('people who create tagged connections at once do not stand in each other’s way', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        person.post('/connectors', postgresBody({ name: `n${index}`, tags: ['a', 'b', 'c'] }))
      )
    )

    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201])
  })

  test('a patch changes what it names and keeps the rest', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { data } = (await person.post('/connectors', postgresBody({ tags: ['a'] }))).body
    const answer = await person.patch(`/connectors/${data.id}`, {
      name: 'Renamed',
      config: { database: 'other' },
    })

    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.headers.get('etag'), '"2"')
    assert.containSubset(answer.body.data, {
      name: 'Renamed',
      tags: ['a'],
      credentials: { passwordSet: true },
      config: { host: '127.0.0.1', database: 'other' },
    })
  })

  test('a delete takes the connection away with its tags', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { data } = (await person.post('/connectors', postgresBody({ tags: ['a'] }))).body
    const answer = await person.delete(`/connectors/${data.id}`)
    const after = await person.get(`/connectors/${data.id}`)

    assert.equal(answer.status, 204)
    assert.equal(answer.text, '')
    assert.equal(after.status, 404)
    assert.lengthOf(await ConnectionTag.findManyBy('connection_id', data.id), 0)
  })
})
