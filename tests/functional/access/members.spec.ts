import app from '@adonisjs/core/services/app'
import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { PASSWORD } from '#database/factories/user_factory'
import ApiSession from '#models/api_session'
import ApiToken from '#models/api_token'
import AuditEvent from '#models/audit_event'
import Invitation from '#models/invitation'
import User from '#models/user'
import { ABILITIES } from '#services/auth/abilities'
import { MemberService } from '#services/member_service'
import { UserService } from '#services/user_service'
import { ApiPerson, send } from '#tests/support/api_person'
import { actorOf } from '#tests/support/backups'
import { sendWith, storedToken } from '#tests/support/api_tokens'
import { postgresBody } from '#tests/support/connection_bodies'
import { CookieClient } from '#tests/support/cookie_client'

function change(admin: ApiPerson, { user }: ApiPerson, body: unknown) {
  return admin.patch(`/members/${user.id}`, body)
}

async function signedInBrowser({ user }: ApiPerson): Promise<CookieClient> {
  const browser = new CookieClient()
  await browser.page('/sign-in')
  await browser.submit('/sign-in', { email: user.email, password: PASSWORD })
  return browser
}

test.group('Members', (group) => {
  group.each.setup(() => limiter.clear())

  test('an administrator lists those of the team, and nobody’s password', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)
    await ApiPerson.create('admin')
    const { body, text } = await admin.get('/members')

    assert.sameMembers(
      body.data.map(({ id }: { id: string }) => id),
      [admin.user.id, editor.user.id]
    )
    assert.equal(body.meta.total, 2)
    assert.notInclude(text, 'scrypt')
  })

  test('a new role counts from the next request on', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)
    const { status, body } = await change(admin, editor, { role: 'viewer' })

    assert.equal(status, 200)
    assert.equal(body.data.role, 'viewer')
    assert.equal((await editor.post('/connectors', postgresBody())).status, 403)
    const event = await AuditEvent.query()
      .where({ action: 'member.change_role', target_id: editor.user.id })
      .firstOrFail()
    assert.equal(event.targetName, `${editor.user.email} as viewer`)
    assert.equal(event.actorId, admin.user.id)
  })

  test('whoever is deactivated is out at once, wherever they were in', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)
    const { text } = await storedToken(editor, [...ABILITIES])
    const browser = await signedInBrowser(editor)
    const login = await send('POST', '/auth/login', {
      email: editor.user.email,
      password: PASSWORD,
    })
    const { refreshToken } = login.body.data
    assert.equal((await browser.get('/api/v2/auth/me')).status, 200)
    const { body } = await change(admin, editor, { active: false })

    assert.isFalse(body.data.active)
    assert.equal((await editor.get('/connectors')).status, 401)
    assert.equal((await sendWith(text, 'GET', '/connectors')).status, 401)
    assert.equal((await browser.get('/api/v2/auth/me')).status, 401)
    assert.equal((await browser.visit('/connections')).status, 401)
    const page = await browser.get('/connections')
    assert.equal(page.headers.get('location'), '/sign-in')
    assert.equal((await send('POST', '/auth/refresh', { refreshToken })).status, 401)
  })

  test('reactivating gives back the login, and nothing else', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)
    const { text } = await storedToken(editor, [...ABILITIES])
    const browser = await signedInBrowser(editor)
    await change(admin, editor, { active: false })
    const { body } = await change(admin, editor, { active: true })

    assert.isTrue(body.data.active)
    assert.equal((await editor.get('/connectors')).status, 401)
    assert.equal((await sendWith(text, 'GET', '/connectors')).status, 401)
    assert.equal((await browser.get('/api/v2/auth/me')).status, 401)
    assert.isEmpty(await ApiSession.findManyBy('userId', editor.user.id))
    assert.isEmpty(await ApiToken.findManyBy('userId', editor.user.id))
    const credentials = { email: editor.user.email, password: PASSWORD }
    assert.equal((await send('POST', '/auth/login', credentials)).status, 200)
  })

  test('an administrator who steps down has left no way back in', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const other = await ApiPerson.create('admin', admin)
    await other.post('/invitations', { email: `${uuid()}@example.com`, role: 'admin' })
    await change(admin, other, { role: 'viewer' })

    assert.isEmpty(await Invitation.findManyBy('invitedBy', other.user.id))
  })

  for (const body of [{ role: 'editor' }, { active: false }]) {
    test(`the last administrator stays: ${JSON.stringify(body)}`, async ({ assert }) => {
      const admin = await ApiPerson.create('admin')
      const gone = await ApiPerson.create('admin', admin)
      await change(admin, gone, { active: false })
      const answer = await change(admin, admin, body)

      assert.equal(answer.status, 409)
      assert.equal(answer.body.errors[0].code, 'E_LAST_ADMIN')
      assert.equal((await change(admin, admin, { role: 'admin' })).status, 200)
    })
  }

  test('of two administrators who put each other out at the same moment, one remains', async ({
    assert,
  }) => {
    for (const body of [{ role: 'editor' }, { active: false }]) {
      const one = await ApiPerson.create('admin')
      const two = await ApiPerson.create('admin', one)
      const answers = await Promise.all([change(one, two, body), change(two, one, body)])

      const statuses = answers.map(({ status }) => status).sort()
      assert.equal(statuses[0], 200, answers.map(({ text }) => text).join())
      assert.notEqual(statuses[1], 200)
      const { tenantId } = one.user
      const left = await User.query().where({ tenantId, role: 'admin' }).whereNull('deactivated_at')
      assert.lengthOf(left, 1)
    }
  })

  test('of five administrators who all put out the next, at least one remains', async ({
    assert,
  }) => {
    const first = await ApiPerson.create('admin')
    const others = await Promise.all([1, 2, 3, 4].map(() => ApiPerson.create('admin', first)))
    const all = [first, ...others]
    const answers = await Promise.all(
      all.map((admin, index) => change(admin, all[(index + 1) % 5] ?? admin, { active: false }))
    )

    for (const { status, text } of answers) assert.include([200, 401, 409], status, text)
    const { tenantId } = first.user
    const left = await User.query().where({ tenantId }).whereNull('deactivated_at')
    assert.isAtLeast(left.length, 1)
  })

  test('who was put out while their request was under way does not come back by it', async ({
    assert,
  }) => {
    const members = await app.container.make(MemberService)
    const first = await ApiPerson.create('admin')
    const second = await ApiPerson.create('admin', first)
    const asked = actorOf(second.user)
    for (const body of [{ role: 'editor' }, { active: false }]) {
      await change(first, second, body)
      for (const attempt of [{ active: true }, { role: 'admin' as const }]) {
        await assert.rejects(() => members.change(asked, second.user.id, attempt), /changed/)
      }
    }
    await second.user.refresh()
    assert.equal(second.user.role, 'editor')
    assert.isNotNull(second.user.deactivatedAt)
  })

  test('nobody else may do any of it', async ({ assert }) => {
    const editor = await ApiPerson.create('editor')
    const viewer = await ApiPerson.create('viewer', editor)
    for (const person of [editor, viewer]) {
      const answers = [
        await person.get('/members'),
        await change(person, person, { role: 'admin' }),
        await change(person, editor, { active: false }),
        await person.get('/invitations'),
        await person.post('/invitations', { email: 'a@example.com', role: 'admin' }),
      ]
      for (const { status, body } of answers) {
        assert.equal(status, 403)
        assert.equal(body.errors[0].code, 'E_FORBIDDEN')
      }
    }
  })

  test('a stranger’s member is not there, like one that does not exist', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const stranger = await ApiPerson.create('admin')
    const theirs = await change(admin, stranger, { active: false })
    const missing = await admin.patch(`/members/${uuid()}`, { active: false })

    assert.equal(theirs.status, 404)
    const strip = ({ text, body }: typeof theirs) => text.replace(body.requestId, '')
    assert.equal(strip(theirs), strip(missing))
    assert.equal((await stranger.get('/connectors')).status, 200)
  })

  for (const body of [{}, { role: 'owner' }, { active: 'no' }, { role: 'viewer', active: true }]) {
    test(`${JSON.stringify(body)} is refused`, async ({ assert }) => {
      const admin = await ApiPerson.create('admin')
      assert.equal((await change(admin, admin, body)).status, 422)
    })
  }

  test('operators deactivate and reactivate too, but not the last administrator', async ({
    assert,
  }) => {
    const users = await app.container.make(UserService)
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)
    await users.setActive(editor.user.email, false)
    assert.equal((await editor.get('/connectors')).status, 401)

    assert.isNull((await users.setActive(editor.user.email, true)).deactivatedAt)
    await assert.rejects(() => users.setActive(admin.user.email, false), /last administrator/)
  })
})

test.group('Connections of who left', (group) => {
  group.each.setup(() => limiter.clear())

  async function departed() {
    const admin = await ApiPerson.create('admin')
    const owner = await ApiPerson.create('editor', admin)
    const heir = await ApiPerson.create('editor', admin)
    const body = postgresBody({ visibility: 'private' })
    const { id } = (await owner.post('/connectors', body)).body.data
    return { admin, owner, heir, id, path: `/members/${owner.user.id}/transfer-connections` }
  }

  test('an administrator gives them to somebody, and still does not see them', async ({
    assert,
  }) => {
    const { admin, owner, heir, id, path } = await departed()
    await change(admin, owner, { active: false })
    const { status, body } = await admin.post(path, { to: heir.user.id })

    assert.equal(status, 200)
    assert.deepEqual(body.data, { transferred: 1 })
    assert.equal((await heir.get(`/connectors/${id}`)).body.data.ownerId, heir.user.id)
    assert.equal((await admin.get(`/connectors/${id}`)).status, 404)
    const [event, ...others] = await AuditEvent.query().where({
      ...{ action: 'connection.transfer', outcome: 'success', target_id: owner.user.id },
    })
    assert.isEmpty(others)
    assert.equal(event?.targetName, `${owner.user.email} to ${heir.user.email}`)
  })

  test('not while the owner is active', async ({ assert }) => {
    const { admin, heir, id, path } = await departed()

    assert.equal((await admin.post(path, { to: heir.user.id })).status, 409)
    assert.equal((await heir.get(`/connectors/${id}`)).status, 404)
  })

  test('not to a viewer, a stranger, somebody who left or nobody', async ({ assert }) => {
    const { admin, owner, path } = await departed()
    await change(admin, owner, { active: false })
    const viewer = await ApiPerson.create('viewer', admin)
    const stranger = await ApiPerson.create('admin')
    for (const to of [viewer.user.id, stranger.user.id, owner.user.id, uuid(), 'x']) {
      const answer = await admin.post(path, { to })
      assert.equal(answer.status, 422)
      assert.equal(answer.body.errors[0].field, 'to')
    }
  })

  test('nobody but an administrator of the team does it', async ({ assert }) => {
    const { admin, owner, heir, path } = await departed()
    await change(admin, owner, { active: false })
    const stranger = await ApiPerson.create('admin')

    assert.equal((await heir.post(path, { to: heir.user.id })).status, 403)
    assert.equal((await stranger.post(path, { to: stranger.user.id })).status, 404)
  })
})
