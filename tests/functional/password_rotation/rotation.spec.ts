import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { ApiPerson, send } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'
import { logged } from '#tests/support/logged'
import { EVERY_TARGET } from '#tests/support/every_target'
import { needs } from '#tests/support/servers/missing'
import { freePort } from '#tests/support/servers/throwaway_process'
import { sqliteConnection } from '#tests/support/sqlite_connections'
import { pendingRow, rotationEvents, storedUser } from '#tests/support/rotation_rows'
import { connectionTo, previewPath, type RotationTarget } from '#tests/support/rotation_targets'

const rotatePath = (id: string) => `/connectors/${id}/rotate-password`

for (const { label, needed, lacksRules, start } of EVERY_TARGET) {
  test.group(`Changing a password on ${label}`, (group) => {
    if (needed) needs(group, needed)
    let target: RotationTarget
    group.setup(async () => {
      target = await start()
    })

    test('the new one holds, the old one no more, and the connection goes on', async ({
      assert,
    }) => {
      const person = await ApiPerson.create()
      const user = await target.addUser()
      const id = await connectionTo(person, target, user)
      assert.equal((await person.get(previewPath(id, target))).status, 200)
      const answer = await person.post(rotatePath(id))

      assert.equal(answer.status, 200, answer.text)
      assert.equal(answer.headers.get('etag'), '"2"')
      assert.containSubset(answer.body.data, {
        id,
        lastTestStatus: 'passed',
        credentials: { passwordSet: true },
      })
      const now = await storedUser(id)
      assert.equal(now.username, user.username)
      assert.isFalse(await target.admits(user))
      assert.isTrue(await target.admits(now))
      assert.isNull(await pendingRow(id))
      assert.equal((await person.get(previewPath(id, target))).status, 200)
      assert.isTrue((await person.post(`/connectors/${id}/test`)).body.data.success)
      assert.deepEqual(await rotationEvents(id), ['person success'])

      const again = await person.post(rotatePath(id))
      assert.equal(again.headers.get('etag'), '"3"')
      assert.isFalse(await target.admits(now))
    })

    test('two users take turns, and the one before stays as it was', async ({ assert }) => {
      const person = await ApiPerson.create()
      const [alice, bob] = [await target.addUser(true), await target.addUser(true)]
      const id = await connectionTo(person, target, alice)
      const answer = await person.post(rotatePath(id), { alternateUsername: bob.username })

      assert.equal(answer.status, 200, answer.text)
      assert.equal(answer.body.data.config.username, bob.username)
      assert.include(answer.body.data.target, bob.username)
      assert.notInclude(answer.body.data.target, alice.username)
      assert.isTrue(await target.admits(alice))
      assert.isFalse(await target.admits(bob))
      assert.isTrue(await target.admits(await storedUser(id)))
      assert.equal((await person.get(previewPath(id, target))).status, 200)

      const back = await person.post(rotatePath(id), { alternateUsername: alice.username })
      assert.equal(back.status, 200, back.text)
      assert.isFalse(await target.admits(alice))
    })

    test('somebody else makes the change, and is not kept', async ({ assert }) => {
      const person = await ApiPerson.create()
      const [alice, bob] = [await target.addUser(), await target.addUser()]
      const id = await connectionTo(person, target, { ...alice, password: 'forgotten' })
      const own = await person.post(rotatePath(id), { as: target.admin })
      const other = await person.post(rotatePath(id), {
        as: target.admin,
        alternateUsername: bob.username,
      })

      assert.equal(own.status, 200, own.text)
      assert.isFalse(await target.admits(alice))
      assert.equal(other.status, 200, other.text)
      assert.isFalse(await target.admits(bob))
      const now = await storedUser(id)
      assert.equal(now.username, bob.username)
      assert.isTrue(await target.admits(now))
    })

    test('whoever may not leaves everything as it was', async ({ assert }) => {
      const person = await ApiPerson.create()
      const [alice, bob] = [await target.addUser(), await target.addUser()]
      const id = await connectionTo(person, target, alice)
      const answer = await person.post(rotatePath(id), { alternateUsername: bob.username })

      assert.equal(answer.status, 502, answer.text)
      assert.equal(answer.body.errors[0].code, 'password_denied')
      assert.isTrue(await target.admits(bob))
      assert.deepEqual(await storedUser(id), alice)
      assert.isNull(await pendingRow(id))
      assert.equal((await person.get(`/connectors/${id}`)).headers.get('etag'), '"1"')
      assert.deepEqual(await rotationEvents(id), ['person failure password_denied'])
    })

    test('rules that the new one breaks leave everything as it was', async ({ assert }) => {
      const person = await ApiPerson.create()
      const user = await target.addUser()
      const { username } = user
      const config = { ...target.config, ...target.rules?.config, username }
      const id = await connectionTo(person, target, user, { config })
      await target.rules?.during(user, async () => {
        const answer = await person.post(rotatePath(id))
        assert.equal(answer.status, 502, answer.text)
        assert.equal(answer.body.errors[0].code, 'password_rejected')
      })

      assert.isTrue(await target.admits(user))
      assert.deepEqual(await storedUser(id), user)
      assert.isNull(await pendingRow(id))
      assert.equal((await person.get(previewPath(id, target))).status, 200)
      assert.deepEqual(await rotationEvents(id), ['person failure password_rejected'])
    }).skip(lacksRules !== undefined, lacksRules)

    test('a wrong stored password is said, and nothing is pending', async ({ assert }) => {
      const person = await ApiPerson.create()
      const alice = await target.addUser()
      const id = await connectionTo(person, target, { ...alice, password: 'wrong' })
      const answer = await person.post(rotatePath(id))

      assert.equal(answer.status, 502)
      assert.equal(answer.body.errors[0].code, 'auth_bad')
      assert.isTrue(await target.admits(alice))
      assert.isNull(await pendingRow(id))
    })

    test('of two at once one makes the change, and what is kept holds', async ({ assert }) => {
      const person = await ApiPerson.create()
      const id = await connectionTo(person, target, await target.addUser())
      const answers = await Promise.all([1, 2, 3].map(() => person.post(rotatePath(id))))

      const statuses = answers.map(({ status }) => status)
      assert.include(statuses, 200)
      assert.includeMembers([200, 409], statuses)
      assert.isTrue(await target.admits(await storedUser(id)))
      assert.isNull(await pendingRow(id))
    })

    test('nobody sees the new password: not in answers, the log, the trail or a row', async ({
      assert,
    }) => {
      const admin = await ApiPerson.create('admin')
      const id = await connectionTo(admin, target, await target.addUser())
      let text = ''
      const log = await logged(async () => {
        const { text: answer } = await admin.post(rotatePath(id), { as: target.admin })
        text = answer
      })
      const { password } = await storedUser(id)

      assert.isAtLeast(password.length, 24)
      const trail = await admin.get('/audit-events')
      const rows = await Promise.all(
        ['database_connections', 'audit_events', 'password_rotations'].map((table) =>
          db.from(table).select('*')
        )
      )
      for (const told of [text, log, trail.text, JSON.stringify(rows)]) {
        assert.notInclude(told, password)
        assert.notInclude(told, target.admin.password)
      }
    })
  })
}

test.group('Changing a password', () => {
  test('is refused where there is none to change', async ({ assert }) => {
    const person = await ApiPerson.create()
    const file = await sqliteConnection(person, 'create table t (a)')
    const open = await person.post('/connectors', postgresBody({ name: 'Open', credentials: {} }))
    const key = await person.post('/connectors', {
      name: 'Key',
      type: 'snowflake',
      config: { account: 'myorg-account', username: 'ADA', database: 'SALES' },
      credentials: { token: 'a-token', password: 'unused' },
    })

    for (const id of [file, open.body.data.id, key.body.data.id]) {
      for (const answer of [
        await person.post(rotatePath(id)),
        await person.put(`/connectors/${id}/rotation-schedule`, { everyDays: 30 }),
      ]) {
        assert.equal(answer.status, 422, answer.text)
        assert.equal(answer.body.errors[0].code, 'E_PASSWORD_UNCHANGEABLE')
      }
    }
  })

  test('a target that is away is 502, and nothing is pending', async ({ assert }) => {
    const person = await ApiPerson.create()
    const config = { ...postgresBody().config, port: await freePort() }
    const { body } = await person.post('/connectors', postgresBody({ config }))
    const answer = await person.post(rotatePath(body.data.id))

    assert.equal(answer.status, 502)
    assert.equal(answer.body.errors[0].code, 'refused')
    assert.isNull(await pendingRow(body.data.id))
  })

  test('is for those who may edit; another user is for owners and administrators', async ({
    assert,
  }) => {
    const owner = await ApiPerson.create()
    const viewer = await ApiPerson.create('viewer', owner)
    const editor = await ApiPerson.create('editor', owner)
    const stranger = await ApiPerson.create('admin')
    const { id } = (await owner.post('/connectors', postgresBody())).body.data
    const path = rotatePath(id)
    const alternate = { alternateUsername: 'bob' }

    assert.equal((await viewer.post(path)).status, 403)
    assert.equal((await stranger.post(path)).status, 404)
    assert.equal((await send('POST', path, {})).status, 401)
    assert.equal((await editor.post(path, alternate)).status, 403)
    const colleague = await editor.post(path)
    assert.equal(colleague.status, 502, colleague.text)
  })

  for (const [body, field] of [
    [{ alternateUsername: '' }, 'alternateUsername'],
    [{ alternateUsername: 'alice' }, 'alternateUsername'],
    [{ alternateUsername: 'x'.repeat(64) }, 'alternateUsername'],
    [{ alternateUsername: 'b\u0000b' }, 'alternateUsername'],
    [{ as: { username: 'root' } }, 'as.password'],
    [{ as: { username: 'root', password: 'x', more: 1 } }, 'as.more'],
    [{ password: 'mine' }, 'password'],
  ] as const) {
    test(`refuses ${JSON.stringify(body).slice(0, 60)}`, async ({ assert }) => {
      const person = await ApiPerson.create()
      const { id } = (await person.post('/connectors', postgresBody())).body.data
      const answer = await person.post(rotatePath(id), body)

      assert.equal(answer.status, 422, answer.text)
      assert.equal(answer.body.errors[0].field, field)
    })
  }
})
