import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { databaseUrl } from '#config/database'
import { ApiPerson } from '#tests/support/api_person'
import { needs } from '#tests/support/servers/missing'
import { endClaim, pendingRow, storedUser } from '#tests/support/rotation_rows'
import {
  connectionTo,
  mariadbTarget,
  postgresTarget,
  type RotationTarget,
} from '#tests/support/rotation_targets'

const TARGETS = [
  ['postgres', 'PostgreSQL', postgresTarget],
  ['mariadb', 'MariaDB', mariadbTarget],
] as const

/** In the order in which a change comes to them. */
const POINTS = [
  ['before keeping', { pending: false, told: false }],
  ['kept', { pending: true, told: false }],
  ['about to tell', { pending: true, told: false }],
  ['told', { pending: true, told: true }],
  ['about to prove', { pending: true, told: true }],
  ['proved', { pending: true, told: true }],
  ['about to swap', { pending: true, told: true }],
  ['swapping', { pending: true, told: true }],
  ['swapped', { pending: false, told: true }],
] as const

for (const [needed, label, targetOf] of TARGETS) {
  test.group(`A process that is killed while it changes a password on ${label}`, (group) => {
    needs(group, needed)
    let target: RotationTarget
    group.setup(async () => {
      target = await targetOf()
    })

    for (const [point, { pending, told }] of POINTS) {
      test(`${point}: the connection works, and so does the next change`, async ({ assert }) => {
        const person = await ApiPerson.create()
        const user = await target.addUser()
        const id = await connectionTo(person, target, user)
        await killedAt(point, person, id)
        assert.equal(await target.admits(user), !told)
        assert.equal((await pendingRow(id)) !== null, pending)

        const preview = await person.get(`/connectors/${id}/tables/things/preview`)
        assert.equal(preview.status, 200, preview.text)
        assert.isTrue((await person.post(`/connectors/${id}/test`)).body.data.success)
        assert.equal(await target.admits(await storedUser(id)), true)
        await endClaim(id)
        const answer = await person.post(`/connectors/${id}/rotate-password`)
        assert.equal(answer.status, 200, answer.text)
        assert.isNull(await pendingRow(id))
        assert.equal((await person.get(`/connectors/${id}/tables?refresh=true`)).status, 200)
      })
    }

    test('of two users, after the other one was told: both that are known still work', async ({
      assert,
    }) => {
      const person = await ApiPerson.create()
      const [alice, bob] = [await target.addUser(true), await target.addUser(true)]
      const id = await connectionTo(person, target, alice)
      await killedAt('told', person, id, bob.username)
      assert.isFalse(await target.admits(bob))

      assert.equal((await person.get(`/connectors/${id}/tables/things/preview`)).status, 200)
      assert.deepEqual(await storedUser(id), alice)
      await endClaim(id)
      const path = `/connectors/${id}/rotate-password`
      const answer = await person.post(path, { alternateUsername: bob.username })
      assert.equal(answer.status, 200, answer.text)
      const now = await storedUser(id)
      assert.equal(now.username, bob.username)
      assert.isTrue(await target.admits(now))
      assert.isTrue(await target.admits(alice))
    })
  })
}

async function killedAt(point: string, { user }: ApiPerson, id: string, ...more: string[]) {
  const child = spawn(
    process.execPath,
    ['--import=@poppinss/ts-exec', 'tests/support/killed_rotation.ts', point]
      .concat(user.tenantId, id)
      .concat(more),
    {
      cwd: app.makePath(),
      env: { ...process.env, DATABASE_URL: databaseUrl },
      stdio: ['ignore', 'pipe', 'pipe'],
    }
  )
  const exited = once(child, 'close')
  const said = await Promise.all([text(child.stdout), text(child.stderr)])
  const [, signal] = await exited
  if (signal !== 'SIGKILL') throw new Error(`It was not killed at "${point}": ${said.join('')}`)
}
