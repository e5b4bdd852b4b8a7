import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import PasswordRotation from '#models/password_rotation'
import PasswordSchedule from '#models/password_schedule'
import Tenant from '#models/tenant'
import { DueRotations } from '#services/password_rotation/due_rotations'
import { PasswordRecovery } from '#services/password_rotation/password_recovery'
import { ace } from '#tests/support/ace_process'
import { ApiPerson } from '#tests/support/api_person'
import { loseAnswers, loseSignIns } from '#tests/support/interrupted_connectors'
import { pendingRow, rotationEvents, storedUser } from '#tests/support/rotation_rows'
import { connectionTo, previewPath, type RotationTarget } from '#tests/support/rotation_targets'
import { sqlserverTarget } from '#tests/support/standin_targets'

type Cleanup = (run: () => void) => void

const CODE = 'E_PENDING_UNREADABLE'
const rotatePath = (id: string) => `/connectors/${id}/rotate-password`

test.group(
  'A new password whose copy was altered before anybody knew whether it holds',
  (group) => {
    let target: RotationTarget
    group.setup(async () => {
      target = await sqlserverTarget()
    })

    /** @param reaches whether the target has it */
    async function altered(reaches: boolean, cleanup: Cleanup) {
      const person = await ApiPerson.create()
      const user = await target.addUser()
      const id = await connectionTo(person, target, user)
      const lost = await loseAnswers({ reaches }, cleanup)
      const silent = await loseSignIns(cleanup)
      await person.post(rotatePath(id))
      lost.restore()
      silent.restore()
      await alter(id)
      return { person, user, id }
    }

    test('the stored one goes on, and no change is made that nobody has asked for so', async ({
      assert,
      cleanup,
    }) => {
      const { person, user, id } = await altered(false, cleanup)
      assert.equal((await person.get(previewPath(id, target))).status, 200)
      assert.isTrue((await person.post(`/connectors/${id}/test`)).body.data.success)
      const answer = await person.post(rotatePath(id))

      assert.equal(answer.status, 409, answer.text)
      assert.equal(answer.body.errors[0].code, CODE)
      assert.include(answer.body.errors[0].hint, 'dropUnreadable')
      assert.isTrue(await target.admits(user))
      assert.isNotNull(await pendingRow(id))
    })

    test('whoever owns the connection gives it up, and the trail says so', async ({
      assert,
      cleanup,
    }) => {
      const { person, user, id } = await altered(false, cleanup)
      const editor = await ApiPerson.create('editor', person)
      const body = { dropUnreadable: true }
      assert.equal((await editor.post(rotatePath(id), body)).status, 403)
      assert.isNotNull(await pendingRow(id))
      const answer = await person.post(rotatePath(id), body)

      assert.equal(answer.status, 200, answer.text)
      assert.isNull(await pendingRow(id))
      assert.isFalse(await target.admits(user))
      assert.isTrue(await target.admits(await storedUser(id)))
      assert.deepEqual(await rotationEvents(id), [
        'person failure timeout',
        'person denied E_FORBIDDEN',
        `person failure ${CODE}`,
        'person success',
      ])
      assert.equal((await person.post(rotatePath(id), body)).status, 200)
    })

    test('where the target has it, its refusal is told, and nothing is given up', async ({
      assert,
      cleanup,
    }) => {
      const { person, user, id } = await altered(true, cleanup)
      const preview = await person.get(previewPath(id, target))
      assert.equal(preview.status, 502, preview.text)
      assert.equal(preview.body.errors[0].code, 'auth_bad')
      const tested = await person.post(`/connectors/${id}/test`)
      assert.equal(tested.body.data.testResult.code, 'auth_bad', tested.text)
      const refused = await person.post(rotatePath(id), { dropUnreadable: true })

      assert.equal(refused.status, 502, refused.text)
      assert.include(refused.body.errors[0].message, 'the copy of the new one does not open')
      assert.isNotNull(await pendingRow(id))
      assert.deepEqual(await storedUser(id), user)
    })

    test('where the target has it, somebody who may makes a new one', async ({
      assert,
      cleanup,
    }) => {
      const { person, id } = await altered(true, cleanup)
      const body = { as: target.admin }
      assert.equal((await person.post(rotatePath(id), body)).status, 409)
      const answer = await person.post(rotatePath(id), { ...body, dropUnreadable: true })

      assert.equal(answer.status, 200, answer.text)
      assert.isNull(await pendingRow(id))
      assert.isTrue(await target.admits(await storedUser(id)))
    })

    test('while the target says nothing, nothing is given up', async ({ assert, cleanup }) => {
      const { person, id } = await altered(false, cleanup)
      await loseSignIns(cleanup)
      const answer = await person.post(rotatePath(id), { dropUnreadable: true })

      assert.equal(answer.status, 504, answer.text)
      assert.isNotNull(await pendingRow(id))
    })

    test('a schedule pauses, and recovery says why', async ({ assert, cleanup }) => {
      const { person, id } = await altered(false, cleanup)
      const { tenantId } = person.user
      await person.put(`/connectors/${id}/rotation-schedule`, { everyDays: 1 })
      await PasswordSchedule.query()
        .where('connection_id', id)
        .update({ nextAt: '2020-01-01 00:00:00' })
      await (await app.container.make(DueRotations)).run({ tenantId })
      const shown = await person.get(`/connectors/${id}/rotation-schedule`)
      assert.containSubset(shown.body.data, { nextAt: null, lastCode: CODE })

      const recovery = await app.container.make(PasswordRecovery)
      assert.deepEqual(await recovery.recoverAll(tenantId), [
        { connectionId: id, outcome: 'undecided', code: CODE },
      ])
      assert.isNotNull(await pendingRow(id))
    })

    test('an operator gives it up at the console', async ({ assert, cleanup }) => {
      const { person, id } = await altered(false, cleanup)
      const { slug } = await Tenant.findOrFail(person.user.tenantId)
      const command = ['connections:rotate-password', id, `--tenant=${slug}`, '--yes', '--json']
      const refused = await ace(command)
      assert.equal(JSON.parse(refused.stdout).errors[0].code, CODE)
      const done = await ace([...command, '--drop-unreadable'])

      assert.equal(done.exitCode, 0, done.stdout)
      assert.isNull(await pendingRow(id))
      assert.isTrue(await target.admits(await storedUser(id)))
    })
  }
)

/** One bit of the ciphertext: the fourth part of the token. */
async function alter(id: string) {
  const row = await PasswordRotation.findByOrFail('connectionId', id)
  const parts = row.sealedCredentials.split('.')
  const ciphertext = Buffer.from(parts[3] ?? '', 'base64url')
  ciphertext.writeUInt8(ciphertext.readUInt8(0) ^ 1, 0)
  parts[3] = ciphertext.toString('base64url')
  await row.merge({ sealedCredentials: parts.join('.') }).save()
}
