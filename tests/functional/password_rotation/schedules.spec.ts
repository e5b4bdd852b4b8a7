import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import PasswordSchedule from '#models/password_schedule'
import { DueRotations } from '#services/password_rotation/due_rotations'
import { ApiPerson, send } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'
import { loseAnswers, loseSignIns } from '#tests/support/interrupted_connectors'
import { needs } from '#tests/support/servers/missing'
import { freePort } from '#tests/support/servers/throwaway_process'
import { rotationEvents, storedUser } from '#tests/support/rotation_rows'
import { connectionTo, postgresTarget, type RotationTarget } from '#tests/support/rotation_targets'

const pathOf = (id: string) => `/connectors/${id}/rotation-schedule`

test.group('A schedule of password changes', () => {
  test('is made, shown, changed and deleted, and the trail has it', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const { id } = (await admin.post('/connectors', postgresBody())).body.data
    assert.equal((await admin.get(pathOf(id))).status, 404)
    const made = await admin.put(pathOf(id), { everyDays: 30, alternateUsername: 'bob' })

    assert.equal(made.status, 200, made.text)
    assert.containSubset(made.body.data, {
      everyDays: 30,
      alternateUsername: 'bob',
      lastAt: null,
      lastOutcome: null,
      lastCode: null,
    })
    const days = (text: string) => DateTime.fromISO(text).diffNow('days').days
    assert.closeTo(days(made.body.data.nextAt), 30, 0.1)
    const changed = await admin.put(pathOf(id), { everyDays: 7 })
    assert.containSubset(changed.body.data, { everyDays: 7, alternateUsername: null })
    const shown = await admin.get(pathOf(id))
    assert.closeTo(days(shown.body.data.nextAt), 7, 0.1)

    assert.equal((await admin.delete(pathOf(id))).status, 204)
    assert.equal((await admin.get(pathOf(id))).status, 404)
    assert.equal((await admin.delete(pathOf(id))).status, 404)
    const trail = await admin.get(`/audit-events?target=${id}&action=connection.schedule_rotation`)
    assert.deepEqual(trail.body.data.map(({ outcome }: { outcome: string }) => outcome).sort(), [
      'failure',
      'success',
      'success',
      'success',
    ])
  })

  test('is for those who may edit, and seen by all who see the connection', async ({ assert }) => {
    const owner = await ApiPerson.create()
    const viewer = await ApiPerson.create('viewer', owner)
    const editor = await ApiPerson.create('editor', owner)
    const stranger = await ApiPerson.create('admin')
    const { id } = (await owner.post('/connectors', postgresBody())).body.data
    assert.equal((await editor.put(pathOf(id), { everyDays: 30 })).status, 200)

    const alternate = { everyDays: 1, alternateUsername: 'bob' }
    assert.equal((await editor.put(pathOf(id), alternate)).status, 403)
    assert.equal((await owner.put(pathOf(id), alternate)).status, 200)
    assert.equal((await viewer.get(pathOf(id))).status, 200)
    assert.equal((await viewer.put(pathOf(id), { everyDays: 1 })).status, 403)
    assert.equal((await viewer.delete(pathOf(id))).status, 403)
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { everyDays: 1 } : undefined
      const answer = await send(method, pathOf(id), body, {
        authorization: `Bearer ${stranger.token}`,
      })
      assert.equal(answer.status, 404, method)
      assert.equal((await send(method, pathOf(id), body)).status, 401, method)
    }
  })

  for (const [body, field] of [
    [{}, 'everyDays'],
    [{ everyDays: 0 }, 'everyDays'],
    [{ everyDays: 366 }, 'everyDays'],
    [{ everyDays: 1.5 }, 'everyDays'],
    [{ everyDays: '7' }, 'everyDays'],
    [{ everyDays: 7, alternateUsername: 'alice' }, 'alternateUsername'],
    [{ everyDays: 7, nextAt: '2020-01-01' }, 'nextAt'],
  ] as const) {
    test(`refuses ${JSON.stringify(body)}`, async ({ assert }) => {
      const person = await ApiPerson.create()
      const { id } = (await person.post('/connectors', postgresBody())).body.data
      const answer = await person.put(pathOf(id), body)

      assert.equal(answer.status, 422, answer.text)
      assert.equal(answer.body.errors[0].field, field)
    })
  }

  test('goes with its connection', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { id } = (await person.post('/connectors', postgresBody())).body.data
    await person.put(pathOf(id), { everyDays: 30 })
    await person.delete(`/connectors/${id}`)

    assert.isNull(await PasswordSchedule.find(id))
  })
})

test.group('A password change that is due', (group) => {
  if (!needs(group, 'postgres')) return
  let target: RotationTarget
  group.setup(async () => {
    target = await postgresTarget()
  })

  /** A connection whose time has come. */
  async function due(person: ApiPerson, id: string, body: Record<string, unknown> = {}) {
    const answer = await person.put(pathOf(id), { everyDays: 30, ...body })
    if (answer.status !== 200) throw new Error(answer.text)
    await PasswordSchedule.query()
      .where('connection_id', id)
      .update({ nextAt: '2020-01-01 00:00:00' })
  }

  async function runDue({ user }: ApiPerson) {
    return (await app.container.make(DueRotations)).run({ tenantId: user.tenantId })
  }

  test('is made once, whoever looks', async ({ assert }) => {
    const person = await ApiPerson.create()
    const users = [await target.addUser(), await target.addUser(), await target.addUser()]
    const ids = await Promise.all(users.map((user) => connectionTo(person, target, user)))
    for (const id of ids) await due(person, id)
    const runs = await Promise.all([runDue(person), runDue(person), runDue(person)])

    assert.sameMembers(
      runs.flat().map(({ connectionId, outcome }) => `${connectionId} ${outcome}`),
      ids.map((id) => `${id} rotated`)
    )
    for (const id of ids) {
      assert.deepEqual(await rotationEvents(id), ['system success'])
      assert.isTrue(await target.admits(await storedUser(id)))
      const { body } = await person.get(pathOf(id))
      assert.containSubset(body.data, { lastOutcome: 'success', lastCode: null })
      assert.isAbove(DateTime.fromISO(body.data.nextAt).diffNow('days').days, 29)
    }
    assert.deepEqual(await runDue(person), [])
  })

  test('two users take turns', async ({ assert }) => {
    const person = await ApiPerson.create()
    const [alice, bob] = [await target.addUser(true), await target.addUser(true)]
    const id = await connectionTo(person, target, alice)
    await due(person, id, { alternateUsername: bob.username })
    await runDue(person)
    assert.equal((await storedUser(id)).username, bob.username)
    assert.equal((await person.get(pathOf(id))).body.data.alternateUsername, alice.username)

    await PasswordSchedule.query()
      .where('connection_id', id)
      .update({ nextAt: '2020-01-01 00:00:00' })
    assert.containSubset(await runDue(person), [{ connectionId: id, outcome: 'rotated' }])
    assert.equal((await storedUser(id)).username, alice.username)
    assert.equal((await person.get(pathOf(id))).body.data.alternateUsername, bob.username)
  })

  test('that was interrupted is finished, not turned back', async ({ assert, cleanup }) => {
    const person = await ApiPerson.create()
    const [alice, bob] = [await target.addUser(true), await target.addUser(true)]
    const id = await connectionTo(person, target, alice)
    await due(person, id, { alternateUsername: bob.username })
    const lost = await loseAnswers({ reaches: true }, cleanup)
    const silent = await loseSignIns(cleanup)
    assert.containSubset(await runDue(person), [{ outcome: 'failed', code: 'timeout' }])
    lost.restore()
    silent.restore()
    await PasswordSchedule.query()
      .where('connection_id', id)
      .update({ nextAt: '2020-01-01 00:00:00' })

    assert.containSubset(await runDue(person), [{ outcome: 'rotated', code: null }])
    assert.deepEqual(await storedUser(id), { username: bob.username, password: lost.told[0] })
    assert.equal((await person.get(pathOf(id))).body.data.alternateUsername, alice.username)
  })

  test('is tried again in an hour where the target is away', async ({ assert }) => {
    const person = await ApiPerson.create()
    const config = { ...postgresBody().config, port: await freePort() }
    const { id } = (await person.post('/connectors', postgresBody({ config }))).body.data
    await due(person, id)
    assert.containSubset(await runDue(person), [{ outcome: 'failed', code: 'refused' }])

    const { body } = await person.get(pathOf(id))
    assert.containSubset(body.data, { lastOutcome: 'failure', lastCode: 'refused' })
    assert.isString(body.data.lastAt)
    assert.closeTo(DateTime.fromISO(body.data.nextAt).diffNow('minutes').minutes, 60, 5)
    assert.deepEqual(await rotationEvents(id), ['system failure refused'])
  })

  test('pauses where trying again would lock the user, until somebody mends it', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const user = await target.addUser()
    const id = await connectionTo(person, target, { ...user, password: 'wrong' })
    await due(person, id)
    assert.containSubset(await runDue(person), [{ outcome: 'failed', code: 'auth_bad' }])
    const paused = await person.get(pathOf(id))
    assert.containSubset(paused.body.data, { nextAt: null, lastCode: 'auth_bad' })
    assert.deepEqual(await runDue(person), [])

    await person.patch(`/connectors/${id}`, { credentials: { password: user.password } })
    assert.equal((await person.post(`/connectors/${id}/rotate-password`)).status, 200)
    const { body } = await person.get(pathOf(id))
    assert.containSubset(body.data, { lastOutcome: 'success', lastCode: null })
    assert.isString(body.data.nextAt)
  })
})
