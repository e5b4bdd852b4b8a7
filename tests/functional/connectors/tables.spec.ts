import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ConnectorManager } from '#connectors/connector_manager'
import { ApiPerson } from '#tests/support/api_person'
import { sqliteConnection, sqliteFile } from '#tests/support/sqlite_connections'

interface Named {
  name: string
}

const namesOf = (data: Named[]) => data.map(({ name }) => name)

/** How often a connector was asked for anything. */
async function countUses(cleanup: (run: () => void) => void) {
  const manager = await app.container.make(ConnectorManager)
  const { use } = manager
  const counted = { uses: 0 }
  manager.use = function (...parameters) {
    counted.uses += 1
    return use.apply(manager, parameters) as never
  }
  cleanup(() => void (manager.use = use))
  return counted
}

test.group('Tables of a connection', () => {
  test('are listed with their kinds, a hundred a page', async ({ assert }) => {
    const person = await ApiPerson.create()
    const many = Array.from({ length: 120 }, (_, index) => `create table t${1000 + index} (a);`)
    const id = await sqliteConnection(person, `${many.join('')} create view v as select 1 as one;`)
    const first = await person.get(`/connectors/${id}/tables`)
    const second = await person.get(`/connectors/${id}/tables?page=2`)

    assert.equal(first.status, 200, first.text)
    assert.lengthOf(first.body.data, 100)
    assert.containSubset(first.body.meta, { page: 1, perPage: 100, total: 121, lastPage: 2 })
    assert.lengthOf(second.body.data, 21)
    assert.containSubset(
      [...first.body.data, ...second.body.data],
      [
        { schema: null, name: 'v', kind: 'view' },
        { schema: null, name: 't1000', kind: 'table' },
      ]
    )
    assert.equal((await person.get(`/connectors/${id}/tables?perPage=1000`)).body.data.length, 121)
    assert.equal((await person.get(`/connectors/${id}/tables?perPage=1001`)).status, 422)
  })

  test('are searched without asking the database again', async ({ assert, cleanup }) => {
    const person = await ApiPerson.create()
    const id = await sqliteConnection(person, 'create table Orders (a); create table people (a);')
    const counted = await countUses(cleanup)
    const all = await person.get(`/connectors/${id}/tables`)
    const found = await person.get(`/connectors/${id}/tables?search=oRD`)
    const none = await person.get(`/connectors/${id}/tables?schema=other`)

    assert.deepEqual(namesOf(found.body.data), ['Orders'])
    assert.equal(found.body.meta.total, 1)
    assert.equal(found.body.meta.cachedAt, all.body.meta.cachedAt)
    assert.deepEqual(none.body.data, [])
    assert.equal(counted.uses, 1)
  })

  test('are read anew on request, and after the connection has changed', async ({ assert }) => {
    const person = await ApiPerson.create()
    const id = await sqliteConnection(person, 'create table a (a);')
    const path = `/connectors/${id}/tables`
    assert.deepEqual(namesOf((await person.get(path)).body.data), ['a'])

    await sqliteFile(person, 'sales.sqlite', 'create table b (a);')
    assert.deepEqual(namesOf((await person.get(path)).body.data), ['a'])
    const refreshed = await person.get(`${path}?refresh=true`)
    assert.sameMembers(namesOf(refreshed.body.data), ['a', 'b'])

    await sqliteFile(person, 'other.sqlite', 'create table c (a);')
    await person.patch(`/connectors/${id}`, { config: { file: 'other.sqlite' } })
    assert.deepEqual(namesOf((await person.get(path)).body.data), ['c'])
  })

  test('are read once however many ask at the same time', async ({ assert, cleanup }) => {
    const person = await ApiPerson.create()
    const id = await sqliteConnection(person, 'create table a (a);')
    const counted = await countUses(cleanup)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => person.get(`/connectors/${id}/tables`))
    )

    for (const { status } of answers) assert.equal(status, 200)
    assert.equal(counted.uses, 1)
  })

  test('a viewer lists and previews what is shared', async ({ assert }) => {
    const owner = await ApiPerson.create()
    const id = await sqliteConnection(owner, 'create table a (b); insert into a values (1);')
    const viewer = await ApiPerson.create('viewer', owner)

    assert.equal((await viewer.get(`/connectors/${id}/tables`)).status, 200)
    assert.equal((await viewer.get(`/connectors/${id}/tables/a/preview`)).status, 200)
  })

  test('a target that fails is 502 with its code, and is not remembered', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { body } = await person.post('/connectors', {
      name: 'Missing',
      type: 'sqlite',
      config: { file: 'missing.sqlite' },
    })
    const path = `/connectors/${body.data.id}/tables`
    const failed = await person.get(path)

    assert.equal(failed.status, 502)
    assert.containSubset(failed.body.errors[0], { code: 'file_missing', field: 'file' })
    assert.isString(failed.body.errors[0].hint)

    await sqliteFile(person, 'missing.sqlite', 'create table a (a);')
    assert.equal((await person.get(path)).status, 200)
  })
})

test.group('The preview of a table', () => {
  test('shows columns, rows and an estimate; the exact count only on request', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const rows = Array.from({ length: 30 }, (_, index) => `(${index}, 'n${index}')`).join()
    const id = await sqliteConnection(
      person,
      `create table t (id integer primary key, name text not null); insert into t values ${rows};`
    )
    const usual = await person.get(`/connectors/${id}/tables/t/preview`)
    const exact = await person.get(`/connectors/${id}/tables/t/preview?count=exact&limit=3`)

    assert.equal(usual.status, 200, usual.text)
    assert.lengthOf(usual.body.data.rows, 10)
    assert.deepEqual(namesOf(usual.body.data.columns), ['id', 'name'])
    assert.containSubset(usual.body.data.columns[0], { primaryKey: true })
    assert.lengthOf(exact.body.data.rows, 3)
    assert.deepEqual(exact.body.data.rowCount, { value: 30, exact: true })
    assert.equal((await person.get(`/connectors/${id}/tables/t/preview?limit=101`)).status, 422)
  })

  test('finds tables whose names need encoding', async ({ assert }) => {
    const person = await ApiPerson.create()
    const names = ['a/b', 'a.b', 'ärger 🎉', 'per%cent', 'que?ry#x', `quo"te'd`, '%2F']
    const tables = names.map((name) => `create table "${name.replaceAll('"', '""')}" (x);`)
    const id = await sqliteConnection(person, tables.join(''))

    for (const name of names) {
      const answer = await person.get(
        `/connectors/${id}/tables/${encodeURIComponent(name)}/preview`
      )
      assert.equal(answer.status, 200, `${name}: ${answer.text}`)
      assert.equal(answer.body.data.table.name, name)
    }
  })

  test('of a table that does not exist is 404 with its code', async ({ assert }) => {
    const person = await ApiPerson.create()
    const id = await sqliteConnection(person, 'create table a (a);')
    for (const name of ['b', encodeURIComponent('a; drop table a')]) {
      const answer = await person.get(`/connectors/${id}/tables/${name}/preview`)
      assert.equal(answer.status, 404)
      assert.equal(answer.body.errors[0].code, 'table_not_found')
    }
    assert.equal((await person.get(`/connectors/${id}/tables/a/preview`)).status, 200)
  })
})
