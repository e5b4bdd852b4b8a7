import { test } from '@japa/runner'
import { ApiPerson } from '#tests/support/api_person'
import { loseAnswers, loseSignIns } from '#tests/support/interrupted_connectors'
import { pendingRow, rotationEvents, storedUser } from '#tests/support/rotation_rows'
import { connectionTo, type RotationTarget } from '#tests/support/rotation_targets'
import { sqlserverTarget } from '#tests/support/standin_targets'

const KEY = { 'idempotency-key': 'once' }

test.group('A change of a password that is sent twice with one Idempotency-Key', (group) => {
  let target: RotationTarget
  group.setup(async () => {
    target = await sqlserverTarget()
  })

  async function connected() {
    const person = await ApiPerson.create()
    const id = await connectionTo(person, target, await target.addUser())
    const rotate = () => person.post(`/connectors/${id}/rotate-password`, {}, KEY)
    return { id, rotate }
  }

  test('is made once, and answered alike', async ({ assert }) => {
    const { id, rotate } = await connected()
    const first = await rotate()
    const user = await storedUser(id)
    const again = await rotate()

    assert.equal(first.status, 200, first.text)
    assert.equal(again.status, 200, again.text)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.equal(again.headers.get('etag'), '"2"')
    assert.deepEqual(again.body, first.body)
    assert.deepEqual(await storedUser(id), user)
    assert.isTrue(await target.admits(user))
    assert.deepEqual(await rotationEvents(id), ['person success'])
  })

  test('at the same moment is made once', async ({ assert }) => {
    const { id, rotate } = await connected()
    const answers = await Promise.all([rotate(), rotate(), rotate()])

    const statuses = answers.map(({ status }) => status)
    assert.include(statuses, 200)
    assert.includeMembers([200, 409], statuses)
    assert.deepEqual(await rotationEvents(id), ['person success'])
    assert.isTrue(await target.admits(await storedUser(id)))
  })

  test('is made when the first one failed, with the password that it had', async ({
    assert,
    cleanup,
  }) => {
    const { id, rotate } = await connected()
    const lost = await loseAnswers({ reaches: false }, cleanup)
    const silent = await loseSignIns(cleanup)
    assert.equal((await rotate()).status, 504)
    lost.restore()
    silent.restore()
    const again = await rotate()

    assert.equal(again.status, 200, again.text)
    assert.isFalse(again.headers.has('idempotent-replayed'))
    assert.equal((await storedUser(id)).password, lost.told[0])
    assert.isNull(await pendingRow(id))
  })
})
