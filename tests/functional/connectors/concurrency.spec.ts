import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ConnectorManager } from '#connectors/connector_manager'
import DatabaseConnection from '#models/database_connection'
import { ConnectionStore } from '#services/connection_store'
import { ApiPerson } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'

async function saved() {
  const person = await ApiPerson.create()
  const { data } = (await person.post('/connectors', postgresBody())).body
  return { person, id: data.id as string, path: `/connectors/${data.id}` }
}

test.group('Connections changed by several people', () => {
  test('a change with the ETag that was seen is made and gives the next one', async ({
    assert,
  }) => {
    const { person, path } = await saved()
    const shown = await person.get(path)
    const etag = shown.headers.get('etag') ?? ''
    const answer = await person.patch(path, { name: 'Second' }, { 'if-match': etag })

    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('etag'), '"2"')
  })

  for (const method of ['put', 'patch'] as const) {
    test(`a ${method} with an ETag of the past is 412 and changes nothing`, async ({ assert }) => {
      const { person, path } = await saved()
      await person.patch(path, { name: 'Second' })
      const answer = await person[method](path, postgresBody({ name: 'Third' }), {
        'if-match': '"1"',
      })

      assert.equal(answer.status, 412)
      assert.equal(answer.body.errors[0].code, 'E_VERSION_MISMATCH')
      assert.equal((await person.get(path)).body.data.name, 'Second')
    })
  }

  test('a delete with an ETag of the past is 412 and deletes nothing', async ({ assert }) => {
    const { person, path } = await saved()
    await person.patch(path, { name: 'Second' })

    assert.equal((await person.delete(path, { 'if-match': '"1"' })).status, 412)
    assert.equal((await person.get(path)).status, 200)
    assert.equal((await person.delete(path, { 'if-match': '*' })).status, 204)
  })

  test('of changes made at the same moment each wins or is told that it lost', async ({
    assert,
  }) => {
    const { person, id, path } = await saved()
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const answers = await Promise.all(names.map((name) => person.patch(path, { name })))

    const won = answers.filter(({ status }) => status === 200)
    const lost = answers.filter(({ status }) => status === 409)
    assert.equal(won.length + lost.length, names.length)
    assert.isAbove(won.length, 0)
    for (const { body } of lost) assert.equal(body.errors[0].code, 'E_CONFLICT')
    const row = await DatabaseConnection.findOrFail(id)
    assert.equal(row.version, 1 + won.length)
  })

  test('a change that lost the race leaves the winner in place', async ({ assert, cleanup }) => {
    const { person, id, path } = await saved()
    class Overtaken extends ConnectionStore {
      async replace(...[row, values, tags, client]: Parameters<ConnectionStore['replace']>) {
        await client
          .from('database_connections')
          .where('id', id)
          .update({ version: row.version + 1 })
        return super.replace(row, values, tags, client)
      }
    }
    app.container.swap(ConnectionStore, () => new Overtaken())
    cleanup(() => app.container.restore(ConnectionStore))
    const answer = await person.patch(path, { name: 'Loser' })

    assert.equal(answer.status, 409)
    assert.equal(answer.body.errors[0].code, 'E_CONFLICT')
    assert.equal((await DatabaseConnection.findOrFail(id)).name, 'Sales')
  })

  test('an update and a delete drop what is pooled for the connection', async ({
    assert,
    cleanup,
  }) => {
    const { person, id, path } = await saved()
    const manager = await app.container.make(ConnectorManager)
    const dropped: string[] = []
    const { drop } = manager
    manager.drop = async (tenantId, connectionId) => {
      dropped.push(`${tenantId}:${connectionId}`)
      return drop.call(manager, tenantId, connectionId)
    }
    cleanup(() => void (manager.drop = drop))
    const key = `${person.user.tenantId}:${id}`

    await person.patch(path, { name: 'Second' })
    assert.deepEqual(dropped, [key])
    await person.delete(path)
    assert.deepEqual(dropped, [key, key])
  })
})
