import { test } from '@japa/runner'
import { ApiPerson, send } from '#tests/support/api_person'

const pathOf = (type: string, query = '') => `/connectors/engines/${type}/grants${query}`

test.group('Scripts for a read-only role', () => {
  test('engines say whether they have one, and which connection strings they read', async ({
    assert,
  }) => {
    const person = await ApiPerson.create('viewer')
    const { body } = await person.get('/connectors/engines')

    for (const { name, hasGrants, urlExamples } of body.data) {
      assert.isNotEmpty(urlExamples, name)
      const { status } = await person.get(pathOf(name))
      assert.equal(status, hasGrants ? 200 : 404, name)
    }
  })

  test('name whom and what they are for, and leave the password to be replaced', async ({
    assert,
  }) => {
    const person = await ApiPerson.create('viewer')
    const query = '?role=ana%22lyst&schema=sales&schema=o%27brien&database=shop'
    const { body, status } = await person.get(pathOf('postgresql', query))

    assert.equal(status, 200)
    assert.equal(body.data.language, 'sql')
    for (const part of ['"ana""lyst"', '"sales"', `"o'brien"`, '"shop"', 'REPLACE_WITH_']) {
      assert.include(body.data.script, part)
    }
  })

  test('an engine without roles says so, one that does not exist too', async ({ assert }) => {
    const person = await ApiPerson.create()
    const file = await person.get(pathOf('sqlite'))
    const unknown = await person.get(pathOf('constructor'))

    assert.equal(file.status, 404)
    assert.include(file.body.errors[0].message, 'SQLite has no users')
    assert.equal(unknown.status, 404)
  })

  for (const [query, field] of [
    ['?role=', 'role'],
    [`?role=${'x'.repeat(256)}`, 'role'],
    ['?role=a%0Ab', 'role'],
    ['?schema=a&schema=%00', 'schema.1'],
    ['?database=a%0Ab', 'database'],
    ['?password=x', 'password'],
  ] as const) {
    test(`${query.slice(0, 30)} is refused`, async ({ assert }) => {
      const person = await ApiPerson.create()
      const answer = await person.get(pathOf('postgresql', query))

      assert.equal(answer.status, 422)
      assert.equal(answer.body.errors[0].field, field)
    })
  }

  test('a name that the engine cannot have is refused', async ({ assert }) => {
    const person = await ApiPerson.create()
    const answer = await person.get(pathOf('oracle', '?role=a%22b'))

    assert.equal(answer.status, 422)
    assert.equal(answer.body.errors[0].field, 'role')
  })

  test('nobody gets one without a token', async ({ assert }) => {
    assert.equal((await send('GET', pathOf('postgresql'))).status, 401)
  })
})
