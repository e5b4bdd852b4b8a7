import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import datasetsConfig from '#config/datasets'
import DatabaseConnection from '#models/database_connection'
import Dataset from '#models/dataset'
import { ApiPerson } from '#tests/support/api_person'
import { endQueue } from '#tests/support/dataset_rows'
import { importableConnection, importAll, newDataset } from '#tests/support/datasets'

test.group('Asking for a dataset', (group) => {
  group.each.setup(endQueue)
  group.each.setup(() => limiter.clear())

  test('names the fields that are wrong', async ({ assert }) => {
    const person = await ApiPerson.create()
    const connectionId = (await importableConnection(person)).id
    const table = (changes: object) => ({ tables: [{ name: 't', ...changes }] })
    const cases: [Record<string, unknown>, string][] = [
      [{ name: '' }, 'name'],
      [{ connectionId: 'x' }, 'connectionId'],
      [{ tables: [] }, 'tables'],
      [{ tenantId: uuid() }, 'tenantId'],
      [{ tables: [{}] }, 'tables.0.name'],
      [table({ columns: [] }), 'tables.0.columns'],
      [table({ columns: ['a', 'a'] }), 'tables.0.columns'],
      [table({ columns: ['a'], cursor: 'b' }), 'tables.0.cursor'],
      [table({ columns: ['a'], asText: ['b'] }), 'tables.0.asText.0'],
      [table({ limit: 0 }), 'tables.0.limit'],
      [table({ limit: 1.5 }), 'tables.0.limit'],
      [table({ where: '1=1' }), 'tables.0.where'],
      [
        table({ filters: [{ column: 'a', operator: 'like', value: '%' }] }),
        'tables.0.filters.0.operator',
      ],
      [table({ filters: [{ column: 'a', operator: 'equals' }] }), 'tables.0.filters.0.value'],
      [
        table({ filters: [{ column: 'a', operator: 'is_null', value: '1' }] }),
        'tables.0.filters.0.value',
      ],
      [{ tables: [{ name: 't' }, { schema: null, name: 't' }] }, 'tables.1'],
      [{ tables: Array.from({ length: 501 }, (_, n) => ({ name: `t${n}` })) }, 'tables'],
    ]
    for (const [changes, field] of cases) {
      const body = { name: 'Orders', connectionId, tables: [{ name: 't' }], ...changes }
      const answer = await person.post('/datasets', body)
      assert.equal(answer.status, 422, JSON.stringify(changes))
      assert.equal(answer.body.errors[0].field, field, answer.text)
    }
    assert.isNull(await Dataset.findBy('tenant_id', person.user.tenantId))
  })

  test('takes a name once in a team, and again when it is free', async ({ assert }) => {
    const person = await ApiPerson.create()
    const first = await newDataset(person, { name: 'Größe' })
    const connectionId = (await importableConnection(person)).id
    const body = { name: ' GRÖSSE '.replace('SS', 'ß'), connectionId, tables: [{ name: 't' }] }
    const taken = await person.post('/datasets', body)
    await person.delete(`/datasets/${first.id}`)
    const free = await person.post('/datasets', body)

    assert.equal(taken.status, 409)
    assert.deepInclude(taken.body.errors[0], { code: 'E_NAME_TAKEN', field: 'name' })
    assert.equal(free.status, 201, free.text)
    assert.equal(free.headers.get('location'), `/api/v2/datasets/${free.body.data.id}`)
  })

  test('is private when the connection is, and stays so', async ({ assert }) => {
    const owner = await ApiPerson.create()
    const admin = await ApiPerson.create('admin', owner)
    const connection = await importableConnection(owner, 'private')
    const theirs = await newDataset(owner, { connectionId: connection.id })
    await DatabaseConnection.query().where('id', connection.id).update({ visibility: 'tenant' })
    const body = { name: 'x', connectionId: connection.id, tables: [{ name: 't' }] }

    assert.equal(theirs.visibility, 'private')
    assert.equal((await admin.get(`/datasets/${theirs.id}`)).status, 404)
    assert.isEmpty((await admin.get('/datasets')).body.data)
    assert.equal((await admin.delete(`/datasets/${theirs.id}`)).status, 404)
    assert.equal((await owner.get(`/datasets/${theirs.id}`)).status, 200)
    const shared = await admin.post('/datasets', body)
    assert.equal(shared.body.data.visibility, 'tenant')
    await DatabaseConnection.query().where('id', connection.id).update({ visibility: 'private' })
    assert.equal((await admin.post('/datasets', { ...body, name: 'y' })).status, 404)
  })

  test('of another team’s connection is asking for one that is not there', async ({ assert }) => {
    const person = await ApiPerson.create()
    const theirs = await importableConnection(await ApiPerson.create())
    const body = { name: 'x', tables: [{ name: 't' }] }
    const foreign = await person.post('/datasets', { ...body, connectionId: theirs.id })
    const missing = await person.post('/datasets', { ...body, connectionId: uuid() })

    assert.equal(foreign.status, 404)
    assert.deepEqual(foreign.body.errors, missing.body.errors)
  })

  test('twice with one key asks once', async ({ assert }) => {
    const person = await ApiPerson.create()
    const connectionId = (await importableConnection(person)).id
    const body = { name: 'Once', connectionId, tables: [{ name: 't' }] }
    const headers = { 'idempotency-key': uuid() }
    const first = await person.post('/datasets', body, headers)
    const second = await person.post('/datasets', body, headers)

    assert.equal(second.status, 201)
    assert.equal(second.headers.get('idempotent-replayed'), 'true')
    assert.equal(second.body.data.id, first.body.data.id)
    assert.lengthOf((await person.get('/datasets')).body.data, 1)
  })

  test('beyond the queue of a team is refused until one has ended', async ({ assert }) => {
    const person = await ApiPerson.create()
    const connectionId = (await importableConnection(person)).id
    const { unfinished } = datasetsConfig.limits
    for (let count = 0; count < unfinished; count++) await newDataset(person, { connectionId })
    const body = { name: 'One more', connectionId, tables: [{ name: 't' }] }
    const refused = await person.post('/datasets', body)
    await importAll()
    const taken = await person.post('/datasets', body)

    assert.equal(refused.status, 429, refused.text)
    assert.equal(refused.headers.get('retry-after'), '30')
    assert.equal(taken.status, 201, taken.text)
  })

  test('beyond the quota of a team is refused, and what is left goes to the import', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const full = await newDataset(person)
    await importAll()
    const { limits } = datasetsConfig
    await Dataset.query()
      .where('id', full.id)
      .update({ byteCount: limits.bytes - 10 })
    await newDataset(person)
    const { orders } = await importAll()
    await Dataset.query().where('id', full.id).update({ byteCount: limits.bytes })
    const connectionId = (await importableConnection(person)).id
    const body = { name: 'Too much', connectionId, tables: [{ name: 't' }] }
    const refused = await person.post('/datasets', body)
    const again = await person.post(`/datasets/${full.id}/refresh`)
    await person.delete(`/datasets/${full.id}`)

    assert.equal(orders[0]?.limits.bytes, 10)
    assert.equal(refused.status, 422)
    assert.equal(refused.body.errors[0].code, 'E_QUOTA_EXCEEDED')
    assert.equal(again.body.errors[0].code, 'E_QUOTA_EXCEEDED')
    assert.equal((await person.post('/datasets', body)).status, 201)
  })

  test('too often is refused', async ({ assert }) => {
    const person = await ApiPerson.create()
    let answer
    for (let count = 0; count < 31; count++) answer = await person.post('/datasets', {})
    assert.equal(answer?.status, 429)
  })
})

test.group('The list of datasets', (group) => {
  group.each.setup(endQueue)

  test('is searched, filtered, sorted and paged', async ({ assert }) => {
    const person = await ApiPerson.create()
    const connection = await importableConnection(person)
    await newDataset(person, { name: 'Alpha', connectionId: connection.id })
    await importAll()
    await newDataset(person, { name: 'beta 100%' })
    await newDataset(person, { name: 'Gamma' })
    const names = async (query: string) => {
      const { body } = await person.get(`/datasets${query}`)
      return body.data.map(({ name }: { name: string }) => name)
    }

    assert.deepEqual(await names(''), ['Gamma', 'beta 100%', 'Alpha'])
    assert.deepEqual(await names('?sort=name'), ['Alpha', 'beta 100%', 'Gamma'])
    assert.deepEqual(await names('?search=BETA%20100%25'), ['beta 100%'])
    assert.deepEqual(await names('?status=succeeded'), ['Alpha'])
    assert.deepEqual(await names('?status=succeeded&status=queued&sort=name&perPage=2'), [
      'Alpha',
      'beta 100%',
    ])
    assert.deepEqual(await names(`?connectionId=${connection.id}`), ['Alpha'])
    assert.deepEqual(await names('?sort=-rows&perPage=1'), ['Alpha'])
    assert.equal((await person.get('/datasets?sort=tenantId')).status, 422)
    assert.isEmpty((await (await ApiPerson.create()).get('/datasets')).body.data)
  })
})
