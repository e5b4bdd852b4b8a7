import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import PasswordRotation from '#models/password_rotation'
import { PasswordRecovery } from '#services/password_rotation/password_recovery'
import { ApiPerson } from '#tests/support/api_person'
import { countSignIns, loseAnswers, loseSignIns } from '#tests/support/interrupted_connectors'
import { EVERY_TARGET } from '#tests/support/every_target'
import { needs } from '#tests/support/servers/missing'
import {
  endClaim,
  pendingRow,
  pendingUser,
  rotationEvents,
  storedUser,
} from '#tests/support/rotation_rows'
import {
  connectionTo,
  previewPath,
  type RotationTarget,
  type TargetUser,
} from '#tests/support/rotation_targets'

type Cleanup = (run: () => void) => void

const rotatePath = (id: string) => `/connectors/${id}/rotate-password`

for (const { label, needed, start } of EVERY_TARGET) {
  test.group(`A change of a password on ${label} that is interrupted`, (group) => {
    if (needed) needs(group, needed)
    let target: RotationTarget
    group.setup(async () => {
      target = await start()
    })

    /** A connection whose rotation ended in silence. */
    async function interrupted(reaches: boolean, cleanup: Cleanup, other?: TargetUser) {
      const person = await ApiPerson.create()
      const user = await target.addUser(true)
      const id = await connectionTo(person, target, user)
      const lost = await loseAnswers({ reaches }, cleanup)
      const silent = await loseSignIns(cleanup)
      const answer = await person.post(
        rotatePath(id),
        other ? { alternateUsername: other.username } : {}
      )
      lost.restore()
      silent.restore()
      return { person, user, id, answer, told: lost.told }
    }

    test('an answer that is lost is made up for by signing in', async ({ assert, cleanup }) => {
      const person = await ApiPerson.create()
      const user = await target.addUser()
      const id = await connectionTo(person, target, user)
      await loseAnswers({ reaches: true }, cleanup)
      const answer = await person.post(rotatePath(id))

      assert.equal(answer.status, 200, answer.text)
      assert.isFalse(await target.admits(user))
      assert.isTrue(await target.admits(await storedUser(id)))
    })

    test('a preview finishes it in the same request', async ({ assert, cleanup }) => {
      const { person, user, id, answer, told } = await interrupted(true, cleanup)
      assert.equal(answer.status, 504, answer.text)
      assert.equal(answer.body.errors[0].code, 'timeout')
      assert.deepEqual(await storedUser(id), user)
      assert.equal((await pendingUser(id))?.password, told[0])

      const preview = await person.get(previewPath(id, target))
      assert.equal(preview.status, 200, preview.text)
      assert.equal((await storedUser(id)).password, told[0])
      assert.isNull(await pendingRow(id))
      assert.deepEqual(await rotationEvents(id), ['person failure timeout', 'system success'])
    })

    test('so do a list of tables, a test, and a test without saving', async ({
      assert,
      cleanup,
    }) => {
      const listed = await interrupted(true, cleanup)
      const tables = await listed.person.get(`/connectors/${listed.id}/tables`)
      assert.equal(tables.status, 200, tables.text)

      const tested = await interrupted(true, cleanup)
      const answer = await tested.person.post(`/connectors/${tested.id}/test`)
      assert.isTrue(answer.body.data.success, answer.text)
      const shown = await tested.person.get(`/connectors/${tested.id}`)
      assert.containSubset(shown.body.data, { lastTestStatus: 'passed', lastTestCode: null })

      const tried = await interrupted(true, cleanup)
      const unsaved = await tried.person.post('/connectors/test', { connectionId: tried.id })
      assert.isTrue(unsaved.body.data.success, unsaved.text)
      for (const { id } of [listed, tested, tried]) assert.isNull(await pendingRow(id))
    })

    test('however many ask at once, the target is asked once', async ({ assert, cleanup }) => {
      const { person, id } = await interrupted(true, cleanup)
      const counted = await countSignIns(cleanup)
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => person.get(previewPath(id, target)))
      )

      for (const { status, text } of answers) assert.equal(status, 200, text)
      assert.equal(counted.signIns, 1)
      assert.deepEqual(await rotationEvents(id), ['person failure timeout', 'system success'])
    })

    test('the next change finishes it first, then makes another', async ({ assert, cleanup }) => {
      const { person, id, told } = await interrupted(true, cleanup)
      const answer = await person.post(rotatePath(id))

      assert.equal(answer.status, 200, answer.text)
      const { username, password } = await storedUser(id)
      assert.notEqual(password, told[0])
      assert.isFalse(await target.admits({ username, password: String(told[0]) }))
      assert.isTrue(await target.admits({ username, password }))
    })

    test('where the target never heard of it, the old password goes on and the same new one is tried again', async ({
      assert,
      cleanup,
    }) => {
      const { person, user, id, told } = await interrupted(false, cleanup)
      assert.equal((await person.get(previewPath(id, target))).status, 200)
      assert.isNotNull(await pendingRow(id))
      const answer = await person.post(rotatePath(id))

      assert.equal(answer.status, 200, answer.text)
      const now = await storedUser(id)
      assert.equal(now.password, told[0])
      assert.isTrue(await target.admits(now))
      assert.isFalse(await target.admits(user))
    })

    test('a password that the target carries out late is one that is known', async ({
      assert,
      cleanup,
    }) => {
      const { person, user, id, told } = await interrupted(false, cleanup)
      await (await recovery()).recoverAll(person.user.tenantId)
      assert.equal((await person.get(previewPath(id, target))).status, 200)
      await target.setPassword({ ...user, password: String(told[0]) })

      assert.isTrue((await person.post(`/connectors/${id}/test`)).body.data.success)
      assert.equal((await storedUser(id)).password, told[0])
    })

    test('recovery swaps what holds, and drops what is refused for good', async ({
      assert,
      cleanup,
    }) => {
      const taken = await interrupted(true, cleanup)
      const young = await interrupted(false, cleanup)
      const old = await interrupted(false, cleanup)
      await PasswordRotation.query()
        .where('connection_id', old.id)
        .update({ createdAt: '2020-01-01 00:00:00' })
      const outcomes: string[] = []
      for (const { person, id } of [taken, young, old]) {
        const found = await (await recovery()).recoverAll(person.user.tenantId)
        assert.deepEqual(
          found.map(({ connectionId }) => connectionId),
          [id]
        )
        outcomes.push(...found.map(({ outcome }) => outcome))
      }

      assert.deepEqual(outcomes, ['swapped', 'kept', 'dropped'])
      assert.isNull(await pendingRow(old.id))
      assert.isTrue(await target.admits(await storedUser(taken.id)))
      assert.deepEqual(await storedUser(old.id), old.user)
    })

    test('while neither holds, each is tried once, both are kept, and a right one mends it', async ({
      assert,
      cleanup,
    }) => {
      const { person, user, id } = await interrupted(false, cleanup)
      await target.setPassword({ ...user, password: 'somebody-elses' })
      const counted = await countSignIns(cleanup)
      const refused = await person.post(rotatePath(id))
      assert.equal(refused.status, 502)
      assert.equal(refused.body.errors[0].code, 'auth_bad')
      assert.equal(counted.signIns, 2)
      assert.isNotNull(await pendingRow(id))

      const patch = { credentials: { password: 'somebody-elses' } }
      assert.equal((await person.patch(`/connectors/${id}`, patch)).status, 200)
      assert.equal((await person.get(previewPath(id, target))).status, 200)
      const answer = await person.post(rotatePath(id))
      assert.equal(answer.status, 200, answer.text)
      assert.isNull(await pendingRow(id))
    })

    test('while neither holds, somebody else makes the change with the same new one', async ({
      assert,
      cleanup,
    }) => {
      const { person, user, id, told } = await interrupted(false, cleanup)
      await target.setPassword({ ...user, password: 'somebody-elses' })
      const answer = await person.post(rotatePath(id), { as: target.admin })

      assert.equal(answer.status, 200, answer.text)
      const now = await storedUser(id)
      assert.equal(now.password, told[0])
      assert.isTrue(await target.admits(now))
      assert.isNull(await pendingRow(id))
    })

    test('of two users is finished too, also by asking for it again', async ({
      assert,
      cleanup,
    }) => {
      const bob = await target.addUser()
      const { person, user, id, told } = await interrupted(true, cleanup, bob)
      assert.equal((await person.get(previewPath(id, target))).status, 200)
      assert.deepEqual(await storedUser(id), user)
      const answer = await person.post(rotatePath(id), { alternateUsername: bob.username })

      assert.equal(answer.status, 200, answer.text)
      assert.deepEqual(await storedUser(id), { username: bob.username, password: told[0] })
      assert.isTrue(await target.admits(user))
    })

    test('one that is under way is not disturbed', async ({ assert, cleanup }) => {
      const { person, id } = await interrupted(false, cleanup)
      await PasswordRotation.query()
        .where('connection_id', id)
        .update({ claimedUntil: Date.now() + 60_000 })
      const again = await person.post(rotatePath(id))
      const credentials = { password: 'other' }
      const edited = await person.patch(`/connectors/${id}`, { credentials })
      const moved = await person.patch(`/connectors/${id}`, {
        config: target.elsewhere,
        credentials,
      })
      const renamed = await person.patch(`/connectors/${id}`, { name: `Renamed ${id}` })

      for (const { status, body } of [again, edited, moved]) {
        assert.equal(status, 409)
        assert.equal(body.errors[0].code, 'E_ROTATION_UNDER_WAY')
      }
      assert.equal(renamed.status, 200, renamed.text)
      assert.deepEqual(await (await recovery()).recoverAll(person.user.tenantId), [])
      assert.isNotNull(await pendingRow(id))
    })

    test('an edit meanwhile stays, and the password that holds wins', async ({
      assert,
      cleanup,
    }) => {
      const { person, id, told } = await interrupted(true, cleanup)
      const patch = { name: `Renamed ${id}`, credentials: { password: 'guessed' } }
      assert.equal((await person.patch(`/connectors/${id}`, patch)).status, 200)
      assert.equal((await person.get(previewPath(id, target))).status, 200)

      const shown = await person.get(`/connectors/${id}`)
      assert.equal(shown.body.data.name, patch.name)
      assert.equal((await storedUser(id)).password, told[0])
    })

    test('a connection that points elsewhere takes nothing with it', async ({
      assert,
      cleanup,
    }) => {
      const { person, id } = await interrupted(true, cleanup)
      const patch = { config: target.elsewhere, credentials: { password: 'theirs' } }
      assert.equal((await person.patch(`/connectors/${id}`, patch)).status, 200)

      assert.isNull(await pendingRow(id))
      assert.equal((await person.get(previewPath(id, target))).status, 502)
      assert.equal((await storedUser(id)).password, 'theirs')
    })

    test('deleting the connection deletes what is pending', async ({ assert, cleanup }) => {
      const { person, id } = await interrupted(true, cleanup)
      await endClaim(id)
      assert.equal((await person.delete(`/connectors/${id}`)).status, 204)
      assert.isNull(await pendingRow(id))
    })
  })
}

function recovery(): Promise<PasswordRecovery> {
  return app.container.make(PasswordRecovery)
}
