import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { v7 as uuid } from 'uuid'
import ApiToken from '#models/api_token'
import AuditEvent from '#models/audit_event'
import { ABILITIES } from '#services/auth/abilities'
import { ApiPerson } from '#tests/support/api_person'
import { sendWith, storedToken } from '#tests/support/api_tokens'
import { postgresBody } from '#tests/support/connection_bodies'
import { logged } from '#tests/support/logged'

const ALL = [...ABILITIES]

async function made(person: ApiPerson, changes: Record<string, unknown> = {}) {
  const body = { name: 'Nightly', abilities: ['connections:read'], ...changes }
  return person.post('/tokens', body)
}

test.group('Making API tokens', () => {
  test('its text is told once, and only a hash is kept', async ({ assert }) => {
    const person = await ApiPerson.create()
    const answer = await made(person)

    assert.equal(answer.status, 201, answer.text)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    const { token: text, id, expiresAt } = answer.body.data
    assert.match(text, /^vlr_[0-9A-Za-z]{49}$/)
    const days = DateTime.fromISO(expiresAt).diffNow('days').days
    assert.closeTo(days, 90, 0.01)
    assert.notInclude(JSON.stringify(await ApiToken.findOrFail(id)), text)
    assert.notInclude((await person.get('/tokens')).text, text)
    assert.equal((await sendWith(text, 'GET', '/connectors')).status, 200)
  })

  test('it can be given another end, or none, which is flagged', async ({ assert }) => {
    const person = await ApiPerson.create()
    const inDays = await made(person, { expiresInDays: 7 })
    const at = await made(person, { expiresAt: DateTime.utc().plus({ days: 30 }).toISODate() })
    const never = await made(person, { expiresAt: null })

    const daysOf = (iso: string) => DateTime.fromISO(iso).diffNow('days').days
    assert.closeTo(daysOf(inDays.body.data.expiresAt), 7, 0.01)
    assert.closeTo(daysOf(at.body.data.expiresAt), 30, 1)
    assert.containSubset(inDays.body.data, { neverExpires: false })
    assert.containSubset(never.body.data, { expiresAt: null, neverExpires: true })
    const { status } = await sendWith(never.body.data.token, 'GET', '/auth/me')
    assert.equal(status, 200)
  })

  const refused: [what: string, changes: Record<string, unknown>, field: string][] = [
    ['no name', { name: '' }, 'name'],
    ['no ability', { abilities: [] }, 'abilities'],
    ['an ability that is none', { abilities: ['everything'] }, 'abilities.0'],
    ['an ability twice', { abilities: ['audit:read', 'audit:read'] }, 'abilities'],
    ['an end in the past', { expiresAt: '2020-01-01' }, 'expiresAt'],
    ['an end in a century', { expiresAt: '2150-01-01' }, 'expiresAt'],
    ['an end that is no moment', { expiresAt: 'soon' }, 'expiresAt'],
    ['two ends', { expiresAt: null, expiresInDays: 3 }, 'expiresAt'],
    ['no days', { expiresInDays: 0 }, 'expiresInDays'],
    ['an owner', { userId: uuid() }, 'userId'],
  ]
  for (const [what, changes, field] of refused) {
    test(`${what} is refused, naming ${field}`, async ({ assert }) => {
      const answer = await made(await ApiPerson.create(), changes)

      assert.equal(answer.status, 422)
      assert.equal(answer.body.errors[0].field, field)
    })
  }

  test('making and revoking are on the trail, without the text', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { token: text, id } = (await made(person)).body.data
    await person.delete(`/tokens/${id}`)

    const events = await AuditEvent.query().where('target_id', id).orderBy('created_at')
    assert.sameMembers(
      events.map(({ action }) => action),
      ['token.create', 'token.revoke']
    )
    assert.notInclude(JSON.stringify(events), text)
  })

  test('the log never has it', async ({ assert }) => {
    const { text } = await storedToken(await ApiPerson.create(), ALL)
    const lines = await logged(async () => {
      await sendWith(text, 'GET', '/connectors')
      await sendWith(text, 'GET', '/tokens')
      await sendWith(`${text}x`, 'GET', '/connectors')
    })

    assert.notInclude(lines, text)
  })
})

test.group('What an API token may', () => {
  test('what its abilities say, and nothing else', async ({ assert }) => {
    const { text } = await storedToken(await ApiPerson.create(), ['connections:read'])
    const denied = await sendWith(text, 'POST', '/connectors', postgresBody())

    assert.equal((await sendWith(text, 'GET', '/connectors')).status, 200)
    assert.equal(denied.status, 403)
    assert.equal(denied.body.errors[0].code, 'E_TOKEN_ABILITY')
    assert.equal(
      denied.headers.get('www-authenticate'),
      'Bearer error="insufficient_scope", scope="connections:write"'
    )
  })

  test('never to make an administrator, who may more than any token', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const other = await ApiPerson.create('admin', admin)
    const editor = await ApiPerson.create('editor', admin)
    const { text } = await storedToken(admin, ALL)
    const patch = ({ user }: ApiPerson, body: unknown) =>
      sendWith(text, 'PATCH', `/members/${user.id}`, body)
    const invite = (role: string) =>
      sendWith(text, 'POST', '/invitations', { email: `${uuid()}@example.com`, role })
    assert.equal((await patch(other, { active: false })).status, 200)

    for (const answer of [
      await invite('admin'),
      await patch(editor, { role: 'admin' }),
      await patch(other, { active: true }),
    ]) {
      assert.equal(answer.status, 403)
      assert.equal(answer.body.errors[0].code, 'E_TOKEN_ABILITY')
    }
    await Promise.all([editor.user.refresh(), other.user.refresh()])
    assert.equal(editor.user.role, 'editor')
    assert.isNotNull(other.user.deactivatedAt)
    assert.equal((await invite('editor')).status, 201)
    assert.equal((await patch(editor, { role: 'viewer' })).status, 200)
    assert.equal((await admin.patch(`/members/${other.user.id}`, { active: true })).status, 200)
  })

  test('no more than the role of its owner, as it is now', async ({ assert }) => {
    const person = await ApiPerson.create('editor')
    const { text } = await storedToken(person, ALL)
    assert.equal((await sendWith(text, 'GET', '/members')).body.errors[0].code, 'E_FORBIDDEN')
    assert.equal((await sendWith(text, 'POST', '/connectors', postgresBody())).status, 201)
    await person.user.merge({ role: 'viewer' }).save()

    const body = postgresBody({ name: 'Another' })
    assert.equal((await sendWith(text, 'POST', '/connectors', body)).status, 403)
    await person.user.merge({ role: 'admin' }).save()
    assert.equal((await sendWith(text, 'GET', '/members')).status, 200)
  })

  test('never tokens, nor logging out, whatever its abilities', async ({ assert }) => {
    const person = await ApiPerson.create('admin')
    const { text, token } = await storedToken(person, ALL)
    const body = { name: 'Offspring', abilities: ALL }
    const denied = [
      await sendWith(text, 'GET', '/tokens'),
      await sendWith(text, 'POST', '/tokens', body),
      await sendWith(text, 'DELETE', `/tokens/${token.id}`),
      await sendWith(text, 'POST', '/auth/logout'),
    ]

    for (const { status, body: said } of denied) {
      assert.equal(status, 403)
      assert.equal(said.errors[0].code, 'E_TOKEN_ABILITY')
    }
    assert.lengthOf(await ApiToken.findManyBy('userId', person.user.id), 1)
  })

  test('refused before the body is looked at', async ({ assert }) => {
    const { text } = await storedToken(await ApiPerson.create('admin'), ['audit:read'])
    const response = await fetch(`http://127.0.0.1:${process.env.PORT}/api/v2/connectors`, {
      method: 'POST',
      headers: { 'authorization': `Bearer ${text}`, 'content-type': 'application/json' },
      body: '{ this is not JSON',
    })

    assert.equal(response.status, 403)
  })

  test('roles change only with the ability to write members', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const colleague = await ApiPerson.create('editor', admin)
    const path = `/members/${colleague.user.id}`
    const { text: reads } = await storedToken(admin, ['members:read'])
    const { text: writes } = await storedToken(admin, ['members:write'])

    assert.equal((await sendWith(reads, 'PATCH', path, { role: 'viewer' })).status, 403)
    assert.equal((await sendWith(writes, 'PATCH', path, { role: 'viewer' })).status, 200)
  })
})

test.group('The end of an API token', () => {
  test('an expired one is refused', async ({ assert }) => {
    const ended = DateTime.utc().minus({ seconds: 2 })
    const { text } = await storedToken(await ApiPerson.create(), ALL, ended)
    const answer = await sendWith(text, 'GET', '/connectors')

    assert.equal(answer.status, 401)
    assert.equal(answer.body.errors[0].code, 'E_INVALID_TOKEN')
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer')
  })

  test('a revoked one is refused at once', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { text, token } = await storedToken(person, ALL)
    assert.equal((await sendWith(text, 'GET', '/connectors')).status, 200)
    assert.equal((await person.delete(`/tokens/${token.id}`)).status, 204)

    assert.equal((await sendWith(text, 'GET', '/connectors')).status, 401)
    assert.equal((await person.delete(`/tokens/${token.id}`)).status, 404)
  })

  test('unknown ones, typos and other people’s hashes are refused', async ({ assert }) => {
    const { text, token } = await storedToken(await ApiPerson.create(), ALL)
    const typo = text.slice(0, 10) + (text[10] === 'a' ? 'b' : 'a') + text.slice(11)
    for (const wrong of ['vlr_', 'vlr_x', typo, token.hash, `vlr_${token.hash}`, `${text} `]) {
      const { status } = await sendWith(wrong, 'GET', '/connectors')
      assert.equal(status, wrong.trim() === text ? 200 : 401, wrong)
    }
  })

  test('one whose owner is of another team than it says is refused', async ({ assert }) => {
    const { text, token } = await storedToken(await ApiPerson.create(), ALL)
    const stranger = await ApiPerson.create()
    await token.merge({ tenantId: stranger.user.tenantId }).save()

    assert.equal((await sendWith(text, 'GET', '/connectors')).status, 401)
  })
})

test.group('Who sees API tokens', () => {
  test('everybody their own, an administrator those of the team, newest first', async ({
    assert,
  }) => {
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)
    const stranger = await ApiPerson.create('admin')
    await made(editor, { name: 'First' })
    await made(admin, { name: 'Second' })
    await made(stranger, { name: 'Theirs' })
    const namesOf = async (person: ApiPerson) => {
      const { body } = await person.get('/tokens')
      return body.data.map(({ name }: { name: string }) => name)
    }

    assert.deepEqual(await namesOf(editor), ['First'])
    assert.sameMembers(await namesOf(admin), ['First', 'Second'])
    assert.deepEqual(await namesOf(stranger), ['Theirs'])
  })

  test('somebody else’s is not there, except for an administrator of the team', async ({
    assert,
  }) => {
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)
    const colleague = await ApiPerson.create('editor', admin)
    const stranger = await ApiPerson.create('admin')
    const { token } = await storedToken(editor, ALL)

    assert.equal((await colleague.delete(`/tokens/${token.id}`)).status, 404)
    assert.equal((await stranger.delete(`/tokens/${token.id}`)).status, 404)
    assert.equal((await admin.delete(`/tokens/${token.id}`)).status, 204)
  })

  test('when it was last used is noted, once a minute at most', async ({ assert }) => {
    const { text, token } = await storedToken(await ApiPerson.create(), ALL)
    await sendWith(text, 'GET', '/connectors')
    await token.refresh()
    assert.isNotNull(token.lastUsedAt)
    const recently = DateTime.utc().minus({ seconds: 20 }).startOf('second')
    await token.merge({ lastUsedAt: recently }).save()
    await sendWith(text, 'GET', '/connectors')
    await token.refresh()
    assert.equal(token.lastUsedAt?.toMillis(), recently.toMillis())

    await token.merge({ lastUsedAt: recently.minus({ minutes: 2 }) }).save()
    await sendWith(text, 'GET', '/connectors')
    await token.refresh()
    assert.isAbove(token.lastUsedAt?.toMillis() ?? 0, recently.toMillis())
  })
})
