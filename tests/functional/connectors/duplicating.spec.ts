import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import AuditEvent from '#models/audit_event'
import DatabaseConnection from '#models/database_connection'
import { ConnectionStore } from '#services/connection_store'
import { ApiPerson } from '#tests/support/api_person'
import { CANARY, postgresBody } from '#tests/support/connection_bodies'
import { Vault } from '#vault/vault'

async function saved(changes: Record<string, unknown> = {}) {
  const owner = await ApiPerson.create()
  const { data } = (await owner.post('/connectors', postgresBody(changes))).body
  return { owner, id: data.id as string, path: `/connectors/${data.id}/duplicate` }
}

async function credentialsOf(row: DatabaseConnection, connectionId = row.id) {
  const vault = await app.container.make(Vault)
  return vault.open({ tenantId: row.tenantId, connectionId }, row.sealedCredentials ?? '')
}

test.group('A copy of a connection', () => {
  test('has everything but the name, is private, and is not tested yet', async ({ assert }) => {
    const { owner, id, path } = await saved({ tags: ['eu', 'prod'] })
    await DatabaseConnection.query()
      .where('id', id)
      .update({ last_test_status: 'failed', last_test_error: 'No', version: 7 })
    const answer = await owner.post(path)

    assert.equal(answer.status, 201, answer.text)
    assert.equal(answer.headers.get('location'), `/api/v2/connectors/${answer.body.data.id}`)
    assert.equal(answer.headers.get('etag'), '"1"')
    assert.containSubset(answer.body.data, {
      ...{ name: 'Sales (2)', type: 'postgresql', tags: ['eu', 'prod'], visibility: 'private' },
      ...{ ownerId: owner.user.id, credentials: { passwordSet: true }, lastTestStatus: null },
    })
    assert.deepInclude(answer.body.data.config, postgresBody().config)
    assert.notInclude(answer.text, CANARY)
  })

  test('has its credentials sealed for itself', async ({ assert }) => {
    const { owner, id, path } = await saved()
    const { data } = (await owner.post(path)).body
    const source = await DatabaseConnection.findOrFail(id)
    const copy = await DatabaseConnection.findOrFail(data.id)

    assert.deepEqual(await credentialsOf(copy), { password: CANARY })
    assert.notEqual(copy.sealedCredentials, source.sealedCredentials)
    await assert.rejects(() => credentialsOf(copy, id))
  })

  test('of one without credentials has none', async ({ assert }) => {
    const { owner, path } = await saved({ credentials: {} })
    const { data } = (await owner.post(path)).body

    assert.isFalse(data.credentials.passwordSet)
    assert.isNull((await DatabaseConnection.findOrFail(data.id)).sealedCredentials)
  })

  test('is numbered on, whoever has the names that are taken', async ({ assert }) => {
    const { owner, path } = await saved({ name: 'Sales (2)' })
    const colleague = await ApiPerson.create('editor', owner)
    await colleague.post('/connectors', postgresBody({ name: 'sales (3)', visibility: 'private' }))
    const first = await owner.post(path)
    const second = await owner.post(path)

    assert.deepEqual([first.body.data.name, second.body.data.name], ['Sales (4)', 'Sales (5)'])
  })

  test('belongs to the administrator who makes it of a shared one', async ({ assert }) => {
    const { owner, path } = await saved()
    const admin = await ApiPerson.create('admin', owner)
    const { body } = await admin.post(path)

    assert.equal(body.data.ownerId, admin.user.id)
    assert.equal((await owner.get(`/connectors/${body.data.id}`)).status, 404)
  })

  test('is not for an editor whose connection it is not: they would own its password', async ({
    assert,
  }) => {
    const { owner, id, path } = await saved()
    const colleague = await ApiPerson.create('editor', owner)
    const answer = await colleague.post(path)

    assert.equal(answer.status, 403)
    const events = await AuditEvent.query().where({ target_id: id, action: 'connection.duplicate' })
    assert.deepEqual(
      events.map(({ outcome }) => outcome),
      ['denied']
    )
  })

  test('is told twice by the trail: of what, and as what', async ({ assert }) => {
    const { owner, id, path } = await saved()
    const { data } = (await owner.post(path)).body
    const events = await AuditEvent.query()
      .where('tenant_id', owner.user.tenantId)
      .whereIn('action', ['connection.duplicate', 'connection.create'])
      .orderBy('sequence')

    assert.deepEqual(
      events.map((event) => [event.action, event.targetId, event.outcome]).slice(1),
      [
        ['connection.create', data.id, 'success'],
        ['connection.duplicate', id, 'success'],
      ]
    )
  })

  test('is made once for one Idempotency-Key', async ({ assert }) => {
    const { owner, path } = await saved()
    const key = { 'idempotency-key': 'copy-1' }
    const first = await owner.post(path, {}, key)
    const again = await owner.post(path, {}, key)

    assert.equal(again.body.data.id, first.body.data.id)
    assert.equal((await owner.get('/connectors')).body.meta.total, 2)
  })

  test('is not made of what changes at that moment', async ({ assert, cleanup }) => {
    const { owner, path } = await saved()
    class Overtaken extends ConnectionStore {
      async lock() {
        return false
      }
    }
    app.container.swap(ConnectionStore, () => new Overtaken())
    cleanup(() => app.container.restore(ConnectionStore))
    const answer = await owner.post(path)

    assert.equal(answer.status, 409)
    assert.equal(answer.body.errors[0].code, 'E_CONFLICT')
    assert.equal((await owner.get('/connectors')).body.meta.total, 1)
  })
})
