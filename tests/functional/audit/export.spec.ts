import { test } from '@japa/runner'
import { ApiPerson } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'
import { breakTrail, eventsOf } from '#tests/support/tampering'

function parse(text: string): { sequence: number; action: string; tenantId: string }[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

test.group('GET /audit-events/export', () => {
  test('streams the whole trail of one’s own tenant, itself included', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    await (await ApiPerson.create('admin')).post('/connectors', postgresBody())
    await admin.post('/connectors', postgresBody())
    const answer = await admin.get('/audit-events/export')
    const lines = parse(answer.text)

    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/x-ndjson/)
    assert.deepEqual(
      lines.map(({ sequence, action }) => [sequence, action]),
      [
        [1, 'session.login'],
        [2, 'connection.create'],
        [3, 'audit.export'],
      ]
    )
    assert.deepEqual(new Set(lines.map(({ tenantId }) => tenantId)), new Set([admin.user.tenantId]))
    assert.isTrue(answer.text.endsWith('\n'))
  })

  test('is narrowed down to a period', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const none = await admin.get('/audit-events/export?from=2100-01-01')
    const all = await admin.get('/audit-events/export?from=2020-01-01&to=2100-01-01')
    const bad = await admin.get('/audit-events/export?from=yesterday')
    const unknown = await admin.get('/audit-events/export?action=session.login')

    assert.deepEqual([none.status, none.text], [200, ''])
    assert.lengthOf(parse(all.text), 3)
    assert.deepEqual([bad.status, unknown.status], [422, 422])
  })

  test('is for administrators; others are refused, and that is an event', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)

    assert.equal((await editor.get('/audit-events/export')).status, 403)
    const last = (await eventsOf(admin.user.tenantId)).at(-1)
    assert.containSubset(last, { action: 'audit.export', outcome: 'denied' })
  })

  test('tells nothing when it cannot be recorded', async ({ assert, cleanup }) => {
    const admin = await ApiPerson.create('admin')
    await breakTrail(cleanup)
    const { status, text } = await admin.get('/audit-events/export')

    assert.equal(status, 503)
    assert.notInclude(text, 'session.login')
  })
})
