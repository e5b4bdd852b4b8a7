import { open } from 'node:fs/promises'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { databaseFile } from '#config/database'
import { ConnectorError } from '#connectors/connector_error'
import { ConnectorManager } from '#connectors/connector_manager'
import DatabaseConnection from '#models/database_connection'
import { PasswordRecovery } from '#services/password_rotation/password_recovery'
import { ApiPerson } from '#tests/support/api_person'
import { needs } from '#tests/support/servers/missing'
import { endClaim, pendingRow, storedUser } from '#tests/support/rotation_rows'
import { connectionTo, postgresTarget, type RotationTarget } from '#tests/support/rotation_targets'

type Cleanup = (run: () => void) => void

/** Does something just before, or just after, the target changes a password. */
async function around(
  { before = async () => {}, after = async () => {} }: Record<string, () => Promise<unknown>>,
  cleanup: Cleanup
) {
  const manager = await app.container.make(ConnectorManager)
  const change = manager.changePassword.bind(manager)
  manager.changePassword = async (...given) => {
    await before()
    await change(...given)
    await after()
  }
  cleanup(() => void Reflect.deleteProperty(manager, 'changePassword'))
}

test.group('While a password is being changed', (group) => {
  if (!needs(group, 'postgres')) return
  let target: RotationTarget
  group.setup(async () => {
    target = await postgresTarget()
  })

  async function connected() {
    const person = await ApiPerson.create()
    const user = await target.addUser()
    const id = await connectionTo(person, target, user)
    return {
      person,
      user,
      id,
      path: `/connectors/${id}`,
      rotate: `/connectors/${id}/rotate-password`,
    }
  }

  test('whoever comes when the target has it already is let in, and so does the change end well', async ({
    assert,
    cleanup,
  }) => {
    const { person, id, path, rotate } = await connected()
    let preview = 0
    const look = async () => {
      preview = (await person.get(`${path}/tables/things/preview`)).status
    }
    await around({ after: look }, cleanup)
    const answer = await person.post(rotate)

    assert.equal(preview, 200)
    assert.equal(answer.status, 200, answer.text)
    assert.isTrue(await target.admits(await storedUser(id)))
    assert.isNull(await pendingRow(id))
  })

  test('a new name stays', async ({ assert, cleanup }) => {
    const { person, path, rotate } = await connected()
    await around({ before: () => person.patch(path, { name: 'Renamed' }) }, cleanup)
    const answer = await person.post(rotate)

    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.body.data.name, 'Renamed')
    assert.equal((await person.get(`${path}/tables/things/preview`)).status, 200)
  })

  test('a connection that points elsewhere by then does not get the password', async ({
    assert,
    cleanup,
  }) => {
    const { person, id, path, rotate } = await connected()
    const move = async () => {
      await endClaim(id)
      const config = { host: 'db.example.com' }
      const moved = await person.patch(path, { config, credentials: { password: 'theirs' } })
      assert.equal(moved.status, 200, moved.text)
    }
    await around({ after: move }, cleanup)
    const answer = await person.post(rotate)

    assert.equal(answer.status, 409, answer.text)
    assert.equal(answer.body.errors[0].code, 'E_CONFLICT')
    assert.equal((await storedUser(id)).password, 'theirs')
  })

  test('a connection that is deleted by then is gone', async ({ assert, cleanup }) => {
    const { person, id, path, rotate } = await connected()
    await around({ after: () => person.delete(path) }, cleanup)

    assert.equal((await person.post(rotate)).status, 404)
    assert.isNull(await pendingRow(id))
  })

  test('a node that read the connection before it reads it again', async ({ assert }) => {
    const { person, id, rotate } = await connected()
    const before = await DatabaseConnection.findOrFail(id)
    await person.post(rotate)
    const recovery = await app.container.make(PasswordRecovery)
    const healed = await recovery.heal(before, new ConnectorError('auth_bad'))

    assert.equal(healed?.version, 2)
    const latest = await DatabaseConnection.findOrFail(id)
    assert.isNull(await recovery.heal(latest, new ConnectorError('auth_bad')))
  })

  test('it is on the disk before the target is told', async ({ assert, cleanup }) => {
    const { person, rotate } = await connected()
    const synced = await countSyncs(cleanup)
    let syncs = 0
    await around({ before: async () => (syncs = synced.count) }, cleanup)

    assert.equal((await person.post(rotate)).status, 200)
    assert.equal(syncs, 1)
  }).skip(databaseFile === null, 'servers see to that themselves')
})

/** How often a file is written out to the disk from now on. */
async function countSyncs(cleanup: Cleanup) {
  const handle = await open(String(databaseFile) + '-wal', 'r')
  const prototype = Object.getPrototypeOf(handle) as typeof handle
  await handle.close()
  const { sync } = prototype
  const synced = { count: 0 }
  prototype.sync = function () {
    synced.count += 1
    return sync.call(this)
  }
  cleanup(() => void (prototype.sync = sync))
  return synced
}
