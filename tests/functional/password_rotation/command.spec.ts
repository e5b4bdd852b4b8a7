import { test } from '@japa/runner'
import Tenant from '#models/tenant'
import PasswordSchedule from '#models/password_schedule'
import { ace } from '#tests/support/ace_process'
import { ApiPerson } from '#tests/support/api_person'
import { loseAnswers, loseSignIns } from '#tests/support/interrupted_connectors'
import { needs } from '#tests/support/servers/missing'
import { pendingRow, rotationEvents, storedUser } from '#tests/support/rotation_rows'
import { connectionTo, postgresTarget, type RotationTarget } from '#tests/support/rotation_targets'

const COMMAND = 'connections:rotate-password'

test.group(COMMAND, (group) => {
  if (!needs(group, 'postgres')) return
  let target: RotationTarget
  group.setup(async () => {
    target = await postgresTarget()
  })

  async function connected() {
    const person = await ApiPerson.create()
    const { slug } = await Tenant.findOrFail(person.user.tenantId)
    const user = await target.addUser()
    const id = await connectionTo(person, target, user, { name: 'Ünï Sales' })
    return { person, slug, user, id, options: [`--tenant=${slug}`] }
  }

  test('changes it, by name or by id, and tells nobody what it is', async ({ assert }) => {
    const { user, id, options } = await connected()
    const inWords = await ace([COMMAND, 'ünï sales', ...options, '--yes'])
    assert.equal(inWords.exitCode, 0, inWords.stderr)
    assert.include(inWords.stdout, 'The password of Ünï Sales')
    const first = await storedUser(id)
    const json = await ace([COMMAND, id, ...options, '--yes', '--json'])

    assert.containSubset(JSON.parse(json.stdout), { data: { connection: { id, version: 3 } } })
    const second = await storedUser(id)
    assert.isFalse(await target.admits(user))
    assert.isFalse(await target.admits(first))
    assert.isTrue(await target.admits(second))
    for (const { password } of [first, second]) {
      for (const { stdout, stderr } of [inWords, json]) assert.notInclude(stdout + stderr, password)
    }
    assert.deepEqual(await rotationEvents(id), ['system success', 'system success'])
  })

  test('changes nothing unless it is told to', async ({ assert }) => {
    const { user, options } = await connected()
    const { exitCode, stderr } = await ace([COMMAND, 'Ünï Sales', ...options])

    assert.equal(exitCode, 1)
    assert.include(stderr, '--yes')
    assert.isTrue(await target.admits(user))
  })

  test('finishes what was interrupted, and changes what is due', async ({ assert, cleanup }) => {
    const { person, id, options } = await connected()
    const lost = await loseAnswers({ reaches: true }, cleanup)
    const silent = await loseSignIns(cleanup)
    await person.post(`/connectors/${id}/rotate-password`)
    lost.restore()
    silent.restore()
    const recovered = await ace([COMMAND, '--recover', ...options, '--json'])
    assert.deepEqual(JSON.parse(recovered.stdout), {
      data: { connections: [{ connectionId: id, outcome: 'swapped', code: null }] },
    })
    assert.isNull(await pendingRow(id))

    await person.put(`/connectors/${id}/rotation-schedule`, { everyDays: 1 })
    await PasswordSchedule.query()
      .where('connection_id', id)
      .update({ nextAt: '2020-01-01 00:00:00' })
    const due = await ace([COMMAND, '--due', ...options])
    assert.equal(due.exitCode, 0, due.stderr)
    assert.include(due.stdout, `${id}: rotated`)
    assert.isTrue(await target.admits(await storedUser(id)))
  })

  test('lists the schedules that pause or are due', async ({ assert }) => {
    const { person, id, options } = await connected()
    const path = `/connectors/${id}/rotation-schedule`
    const list = async () => {
      const { stdout } = await ace([COMMAND, '--schedules', ...options, '--json'])
      return JSON.parse(stdout).data.schedules as object[]
    }
    const set = (values: object) =>
      PasswordSchedule.query().where('connection_id', id).update(values)
    await person.put(path, { everyDays: 7 })
    assert.deepEqual(await list(), [])

    await set({ nextAt: '2020-01-01 00:00:00' })
    const entry = { connectionId: id, name: 'Ünï Sales', everyDays: 7, lastAt: null }
    assert.deepEqual(await list(), [{ ...entry, state: 'due', code: null }])
    await set({ nextAt: null, lastCode: 'password_denied' })
    assert.deepEqual(await list(), [{ ...entry, state: 'paused', code: 'password_denied' }])
    const { stdout } = await ace([COMMAND, '--schedules', ...options])
    assert.include(stdout, `Ünï Sales (${id}): paused, password_denied`)
  }).timeout(60_000)

  test('says what the target, or the order, is wrong with', async ({ assert }) => {
    const { slug, options } = await connected()
    const cases: [string[], string][] = [
      [['Nothing', ...options, '--yes'], 'E_NOT_FOUND'],
      [['Ünï Sales', '--tenant=nobody', '--yes'], 'E_TENANT_NOT_FOUND'],
      [['Ünï Sales', '--yes'], 'E_OPTIONS'],
      [['Ünï Sales', '--due', `--tenant=${slug}`], 'E_OPTIONS'],
      [['Ünï Sales', ...options, '--alternate=varlor', '--yes'], 'password_denied'],
    ]
    for (const [argv, code] of cases) {
      const { exitCode, stdout } = await ace([COMMAND, ...argv, '--json'])
      assert.equal(exitCode, 1)
      assert.equal(JSON.parse(stdout).errors[0].code, code)
    }
  }).timeout(120_000)
})
