import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { v7 as uuid } from 'uuid'
import AuditEvent from '#models/audit_event'
import Invitation from '#models/invitation'
import User from '#models/user'
import { ApiPerson, send } from '#tests/support/api_person'
import { CookieClient } from '#tests/support/cookie_client'
import { logged } from '#tests/support/logged'

const PASSWORD = 'a password of my own'

function newEmail(): string {
  return `${uuid()}@example.com`
}

async function invited(admin: ApiPerson, email = newEmail(), role = 'editor') {
  const { body, status, text } = await admin.post('/invitations', { email, role })
  if (status !== 201) throw new Error(text)
  const { url, id } = body.data as { url: string; id: string }
  return { email, url, id, token: url.split('/').at(-1) ?? '', path: new URL(url).pathname }
}

function accept(token: string, changes: Record<string, unknown> = {}) {
  return send('POST', '/invitations/accept', { token, password: PASSWORD, ...changes })
}

test.group('Invitations', (group) => {
  group.each.setup(() => limiter.clear())

  test('the link is told once, and makes a member of who has it', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const { email, url, id, token } = await invited(admin, newEmail(), 'viewer')
    assert.match(url, /^http:\/\/[^/]+\/invitations\/vli_[0-9A-Za-z]{49}$/)
    assert.notInclude(JSON.stringify(await Invitation.findOrFail(id)), token)
    assert.notInclude((await admin.get('/invitations')).text, token)

    const answer = await accept(token, { fullName: 'Grace Hopper' })
    assert.equal(answer.status, 201, answer.text)
    const { tenantId } = admin.user
    assert.containSubset(answer.body.data, { email, tenantId, role: 'viewer' })
    const login = await send('POST', '/auth/login', { email, password: PASSWORD })
    assert.equal(login.body.data.user.fullName, 'Grace Hopper')
    const list = (await admin.get('/invitations')).body.data
    assert.containSubset(list, [{ id, status: 'accepted' }])
    const actions = (await AuditEvent.query().where({ tenant_id: tenantId })).map(
      ({ action, targetName }) => `${action} ${targetName}`
    )
    assert.include(actions, `member.invite ${email} as viewer`)
    assert.include(actions, `member.join ${email} as viewer`)
  })

  test('it works once, however many come at the same moment', async ({ assert }) => {
    const { token, email } = await invited(await ApiPerson.create('admin'))
    const answers = await Promise.all([accept(token), accept(token), accept(token)])

    const statuses = answers.map(({ status }) => status).sort()
    assert.deepEqual(statuses, [201, 422, 422])
    assert.lengthOf(await User.findManyBy('email', email), 1)
    assert.equal((await accept(token)).body.errors[0].code, 'E_INVITATION_ENDED')
  })

  test('after seven days it is over', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const { token, id } = await invited(admin)
    const invitation = await Invitation.findOrFail(id)
    assert.closeTo(invitation.expiresAt.diffNow('days').days, 7, 0.01)
    await invitation.merge({ expiresAt: DateTime.utc().minus({ seconds: 2 }) }).save()

    assert.equal((await accept(token)).status, 422)
    assert.containSubset((await admin.get('/invitations')).body.data, [{ id, status: 'expired' }])
  })

  test('a withdrawn one is over, and one that was accepted cannot be withdrawn', async ({
    assert,
  }) => {
    const admin = await ApiPerson.create('admin')
    const withdrawn = await invited(admin)
    assert.equal((await admin.delete(`/invitations/${withdrawn.id}`)).status, 204)
    assert.equal((await accept(withdrawn.token)).status, 422)
    assert.equal((await admin.delete(`/invitations/${withdrawn.id}`)).status, 404)

    const accepted = await invited(admin)
    await accept(accepted.token)
    assert.equal((await admin.delete(`/invitations/${accepted.id}`)).status, 422)
  })

  test('a second link for the same email ends the first', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const first = await invited(admin)
    const second = await invited(admin, first.email.toUpperCase(), 'viewer')

    assert.equal((await accept(first.token)).status, 422)
    assert.equal((await accept(second.token)).body.data.role, 'viewer')
  })

  test('a member of the team cannot be invited again', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const { user } = await ApiPerson.create('viewer', admin)
    const answer = await admin.post('/invitations', { email: user.email, role: 'editor' })
    assert.equal(answer.status, 409)
    assert.equal(answer.body.errors[0].code, 'E_EMAIL_TAKEN')
    assert.isEmpty(await Invitation.findManyBy('email', user.email))
  })

  test('who is a member of another team is told to nobody but who has the link', async ({
    assert,
  }) => {
    const admin = await ApiPerson.create('admin')
    const { user } = await ApiPerson.create('admin')
    const known = await admin.post('/invitations', { email: user.email, role: 'editor' })
    const unknown = await admin.post('/invitations', { email: newEmail(), role: 'editor' })
    assert.deepEqual([known.status, unknown.status], [201, 201])
    assert.sameMembers(Object.keys(known.body.data), Object.keys(unknown.body.data))

    const answer = await accept(known.body.data.url.split('/').at(-1))
    assert.equal(answer.status, 409)
    assert.equal(answer.body.errors[0].code, 'E_EMAIL_TAKEN')
    const { tenantId } = admin.user
    const event = await AuditEvent.findByOrFail({ tenantId, action: 'member.join' })
    assert.containSubset(event, { outcome: 'failure', code: 'E_EMAIL_TAKEN', actorId: null })
    assert.equal((await User.findByOrFail('email', user.email)).tenantId, user.tenantId)
  })

  test('an email that was taken meanwhile is 409', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const other = await ApiPerson.create('admin')

    const email = newEmail()
    const [ours, theirs] = [await invited(admin, email), await invited(other, email)]
    assert.equal((await accept(ours.token)).status, 201)
    assert.equal((await accept(theirs.token)).body.errors[0].code, 'E_EMAIL_TAKEN')
    assert.isNull((await Invitation.findOrFail(theirs.id)).acceptedAt)
  })

  test('guessing is slowed down like guessing passwords', async ({ assert }) => {
    const { token } = await invited(await ApiPerson.create('admin'))
    const wrong = token.slice(0, -1) + (token.endsWith('a') ? 'b' : 'a')
    for (let attempt = 0; attempt < 5; attempt++) {
      assert.equal((await accept(wrong)).status, 422)
    }

    assert.equal((await accept(wrong)).status, 429)
    assert.equal((await accept(token)).status, 201)
  })

  test('a stranger’s invitation is not there', async ({ assert }) => {
    const { id, token } = await invited(await ApiPerson.create('admin'))
    const stranger = await ApiPerson.create('admin')

    assert.equal((await stranger.delete(`/invitations/${id}`)).status, 404)
    assert.equal((await accept(token)).status, 201)
  })

  for (const [field, changes] of [
    ['password', { password: 'short' }],
    ['fullName', { fullName: 'x'.repeat(121) }],
    ['role', { role: 'admin' }],
    ['token', { token: '' }],
  ] as const) {
    test(`a wrong ${field} is refused, and the link stays good`, async ({ assert }) => {
      const { token } = await invited(await ApiPerson.create('admin'))
      const answer = await accept(token, changes)

      assert.equal(answer.status, 422)
      assert.equal(answer.body.errors[0].field, field)
      assert.equal((await accept(token)).status, 201)
    })
  }
})

test.group('The page of an invitation', (group) => {
  group.each.setup(() => limiter.clear())

  test('it names the team, takes a password and signs in', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const { path, email } = await invited(admin)
    const browser = new CookieClient()
    const { component, props } = await browser.page(path)
    assert.equal(component, 'invitation')
    assert.containSubset(props.offer, { email, role: 'editor' })

    const joined = await browser.submit(path, { fullName: 'Grace', password: PASSWORD })
    assert.equal(joined.headers.get('location'), '/')
    const me = (await (await browser.get('/api/v2/auth/me')).json()) as { data: object }
    assert.containSubset(me.data, { email, fullName: 'Grace', tenantId: admin.user.tenantId })
  })

  test('its address is kept from other sites, caches and the log', async ({ assert }) => {
    const { path, token } = await invited(await ApiPerson.create('admin'))
    const browser = new CookieClient()
    const lines = await logged(async () => {
      const page = await browser.get(path)
      assert.equal(page.headers.get('referrer-policy'), 'no-referrer')
      assert.equal(page.headers.get('cache-control'), 'no-store')
      await browser.submit(path, { password: 'short' })
      await browser.submit(path, { password: PASSWORD })
      await browser.submit(path, { password: PASSWORD })
      await browser.submit(path, {}, { 'x-xsrf-token': '' })
    })
    assert.notInclude(lines, token)
    assert.notInclude(lines, PASSWORD)
  })

  test('what is wrong is said beside its field', async ({ assert }) => {
    const { path } = await invited(await ApiPerson.create('admin'))
    const browser = new CookieClient()
    await browser.page(path)
    const refused = await browser.submit(path, { fullName: 'Grace', password: 'short' })

    assert.equal(refused.headers.get('location'), path)
    const { props } = await browser.page(path)
    assert.containSubset(props.errors, {
      password: 'The password must have at least 8 characters.',
    })
    assert.notInclude(JSON.stringify(props), 'short')
  })

  test('a link that has ended says so', async ({ assert }) => {
    const { path, token } = await invited(await ApiPerson.create('admin'))
    await accept(token)
    for (const ended of [path, '/invitations/nonsense', '/invitations/%00%C3%A4']) {
      const response = await new CookieClient().visit(ended)
      assert.equal(response.status, 410)
      const { props } = (await response.json()) as { props: object }
      assert.notProperty(props, 'offer')
    }
  })

  test('an email that was taken meanwhile is told in words', async ({ assert }) => {
    const email = newEmail()
    const { path } = await invited(await ApiPerson.create('admin'), email)
    const { token } = await invited(await ApiPerson.create('admin'), email)
    await accept(token)
    const browser = new CookieClient()
    await browser.page(path)
    await browser.submit(path, { password: PASSWORD })

    const { props } = await browser.page(path)
    assert.equal(props.error, 'Somebody with this email is a member of a team already.')
  })
})
