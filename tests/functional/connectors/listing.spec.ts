import { test } from '@japa/runner'
import DatabaseConnection from '#models/database_connection'
import { ApiPerson } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'

interface Listed {
  name: string
}

async function personWith(bodies: Record<string, unknown>[]): Promise<ApiPerson> {
  const person = await ApiPerson.create()
  for (const body of bodies) {
    const { status, text } = await person.post('/connectors', postgresBody(body))
    if (status !== 201) throw new Error(text)
  }
  return person
}

async function namesFor(person: ApiPerson, query: string): Promise<string[]> {
  const answer = await person.get(`/connectors?${query}`)
  if (answer.status !== 200) throw new Error(answer.text)
  return (answer.body.data as Listed[]).map(({ name }) => name)
}

test.group('The list of connections', () => {
  test('is paged, twenty at a time unless asked otherwise', async ({ assert }) => {
    const person = await personWith(
      Array.from({ length: 22 }, (_, index) => ({ name: `n${String(index).padStart(2, '0')}` }))
    )
    const first = await person.get('/connectors?sort=name')
    const second = await person.get('/connectors?sort=name&page=2')
    const five = await person.get('/connectors?sort=-name&perPage=5')

    assert.deepEqual(first.body.meta, { page: 1, perPage: 20, total: 22, lastPage: 2 })
    assert.lengthOf(first.body.data, 20)
    assert.deepEqual(
      second.body.data.map(({ name }: Listed) => name),
      ['n20', 'n21']
    )
    assert.deepEqual(
      five.body.data.map(({ name }: Listed) => name),
      ['n21', 'n20', 'n19', 'n18', 'n17']
    )
  })

  test('is searched in names and targets, whatever the case, and wildcards mean themselves', async ({
    assert,
  }) => {
    const { config } = postgresBody()
    const person = await personWith([
      { name: 'Alpha' },
      { name: '100%_sure' },
      { name: 'Other', config: { ...config, host: 'Alpha.example.com' } },
      { name: 'Ärger' },
    ])

    assert.sameMembers(await namesFor(person, 'search=ALPHA'), ['Alpha', 'Other'])
    assert.deepEqual(await namesFor(person, `search=${encodeURIComponent('%_')}`), ['100%_sure'])
    assert.deepEqual(await namesFor(person, `search=${encodeURIComponent('ÄRG')}`), ['Ärger'])
    assert.deepEqual(await namesFor(person, `search=${encodeURIComponent('!')}`), [])
  })

  test('is searched in tags too, and only in those of the tenant', async ({ assert }) => {
    const person = await personWith([{ name: 'a', tags: ['Finance_EU'] }, { name: 'b' }])
    await personWith([{ name: 'c', tags: ['finance_eu'] }])

    assert.deepEqual(await namesFor(person, 'search=FINANCE_E'), ['a'])
    assert.deepEqual(await namesFor(person, 'search=finance.e'), [])
  })

  test('is filtered by type, status, visibility and tags', async ({ assert }) => {
    const person = await personWith([
      { name: 'a', tags: ['eu', 'prod'] },
      { name: 'b', tags: ['eu'], visibility: 'private' },
      { name: 'c' },
    ])
    await DatabaseConnection.query()
      .where({ tenant_id: person.user.tenantId, name: 'a' })
      .update({ last_test_status: 'failed' })

    assert.deepEqual(await namesFor(person, 'status=failed'), ['a'])
    assert.sameMembers(await namesFor(person, 'status=untested'), ['b', 'c'])
    assert.deepEqual(await namesFor(person, 'visibility=private'), ['b'])
    assert.sameMembers(await namesFor(person, 'tag=eu'), ['a', 'b'])
    assert.deepEqual(await namesFor(person, 'tag=eu&tag=prod'), ['a'])
    assert.lengthOf(await namesFor(person, 'type=postgresql'), 3)
    assert.lengthOf(await namesFor(person, 'type=sqlite'), 0)
  })

  test('starts with the newest', async ({ assert }) => {
    const person = await personWith([{ name: 'first' }, { name: 'second' }, { name: 'third' }])

    assert.deepEqual(await namesFor(person, ''), ['third', 'second', 'first'])
  })

  test('shows nobody the private connections of others, administrators included', async ({
    assert,
  }) => {
    const owner = await personWith([{ name: 'mine', visibility: 'private' }, { name: 'ours' }])
    const admin = await ApiPerson.create('admin', owner)
    const viewer = await ApiPerson.create('viewer', owner)
    const stranger = await ApiPerson.create('admin')

    assert.sameMembers(await namesFor(owner, ''), ['mine', 'ours'])
    assert.deepEqual(await namesFor(admin, ''), ['ours'])
    assert.deepEqual(await namesFor(viewer, ''), ['ours'])
    assert.deepEqual(await namesFor(stranger, ''), [])
  })

  for (const query of [
    'page=0',
    'page=x',
    'perPage=101',
    'sort=config',
    'type=dbase',
    'status=ok',
    'search=%00',
    'tag=a%00',
    'nonsense=1',
  ]) {
    test(`refuses ?${query}`, async ({ assert }) => {
      const person = await ApiPerson.create()
      const answer = await person.get(`/connectors?${query}`)

      assert.equal(answer.status, 422)
      assert.equal(answer.body.errors[0].field.replace('.0', ''), query.split('=')[0])
    })
  }
})
