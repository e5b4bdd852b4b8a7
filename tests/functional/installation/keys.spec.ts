import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import KeyRotation from '#models/key_rotation'
import { ApiPerson } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'

/** Rows of a tenant as if an earlier key had sealed them. */
async function underAnEarlierKey({ user }: ApiPerson, masterKeyId: string) {
  const rows = db.from('database_connections').where('tenant_id', user.tenantId)
  await rows.update({ master_key_id: masterKeyId })
}

test.group('Key status', (group) => {
  // A key that nobody holds would be asked for by whoever boots on this database.
  const earlier = '0123456789abcdef'
  group.each.teardown(async () => {
    await db.from('database_connections').where('master_key_id', earlier).delete()
  })

  test('tells an administrator what of their team is under which key', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    await admin.post('/connectors', postgresBody())
    await admin.post('/connectors', { ...postgresBody(), name: 'Another' })
    const { status, body } = await admin.get('/keys')

    assert.equal(status, 200)
    const [active, ...others] = body.data.keys
    assert.isEmpty(others)
    assert.isTrue(active.active)
    assert.isTrue(active.held)
    assert.deepEqual(active.rows, { database_connections: 2, audit_chains: 1 })
    assert.deepEqual(body.data.rows, { total: 3, underActive: 3 })
    assert.isNull(body.data.rotation)
  })

  test('tells nothing of what other teams have', async ({ assert }) => {
    const stranger = await ApiPerson.create('admin')
    await stranger.post('/connectors', postgresBody())
    await underAnEarlierKey(stranger, earlier)
    const admin = await ApiPerson.create('admin')
    const { body, text } = await admin.get('/keys')

    assert.notInclude(text, earlier)
    assert.lengthOf(body.data.keys, 1)
    assert.notProperty(body.data.keys[0].rows, 'database_connections')
  })

  test('tells of rows that need a key which this server does not hold', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    await admin.post('/connectors', postgresBody())
    await underAnEarlierKey(admin, earlier)
    const { body } = await admin.get('/keys')

    assert.deepEqual(body.data.keys[1], {
      ...{ id: earlier, active: false, held: false, retiredAt: null },
      rows: { database_connections: 1 },
    })
    assert.deepEqual(body.data.rows, { total: 2, underActive: 1 })
  })

  test('a rotation is under way only while somebody is at it', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const subject = { masterKeyId: earlier, tenantId: admin.user.tenantId }
    const row = await KeyRotation.create({ ...subject, status: 'running', resealed: 0 })
    const { body: dead } = await admin.get('/keys')
    const { Lease } = await import('#vault/rotation/lease')
    const lease = await Lease.acquire('keys', { ttl: 15_000 })
    const { body: alive } = await admin.get('/keys')
    const { body: elsewhere } = await (await ApiPerson.create('admin')).get('/keys')
    await lease.release()
    await row.delete()

    assert.isNull(dead.data.rotation)
    assert.isString(alive.data.rotation.startedAt)
    assert.isNull(elsewhere.data.rotation)
  })

  test('is for administrators', async ({ assert }) => {
    for (const role of ['viewer', 'editor'] as const) {
      const { status } = await (await ApiPerson.create(role)).get('/keys')
      assert.equal(status, 403)
    }
  })
})
