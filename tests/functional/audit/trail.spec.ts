import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { PASSWORD } from '#database/factories/user_factory'
import ApiSession from '#models/api_session'
import AuditEvent from '#models/audit_event'
import DatabaseConnection from '#models/database_connection'
import { ApiPerson, send } from '#tests/support/api_person'
import { CANARY, postgresBody } from '#tests/support/connection_bodies'
import { sqliteConnection } from '#tests/support/sqlite_connections'
import { breakTrail } from '#tests/support/tampering'

interface Event {
  action: string
  outcome: string
  code: string | null
}

async function eventsAbout(admin: ApiPerson, query: string): Promise<Event[]> {
  const answer = await admin.get(`/audit-events?perPage=200&${query}`)
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body.data
}

test.group('The audit trail', () => {
  test('holds every kind of use of a connection, with who, whence and how long', async ({
    assert,
  }) => {
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)
    const id = await sqliteConnection(editor, 'create table a (a)')
    await editor.patch(`/connectors/${id}`, { name: 'Renamed' }, { 'x-request-id': 'the-patch-1' })
    await editor.post(`/connectors/${id}/test`)
    await editor.get(`/connectors/${id}/tables`)
    await editor.get(`/connectors/${id}/tables/a/preview`)
    await editor.delete(`/connectors/${id}`)
    const events = await eventsAbout(admin, `target=${id}`)

    assert.deepEqual(events.map(({ action, outcome }) => `${action} ${outcome}`).reverse(), [
      'connection.create success',
      'connection.update success',
      'connection.test success',
      'connection.list_tables success',
      'connection.preview success',
      'connection.delete success',
    ])
    const update = events.find(({ action }) => action === 'connection.update')
    assert.containSubset(update, {
      actor: { id: editor.user.id, email: editor.user.email },
      target: { type: 'connection', id, name: 'Sales' },
      ip: '127.0.0.1',
      requestId: 'the-patch-1',
      code: null,
    })
    assert.isNumber((update as unknown as { durationMs: unknown }).durationMs)
  })

  test('holds failures with their code, and refusals as denied', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const viewer = await ApiPerson.create('viewer', admin)
    const { id } = (await admin.post('/connectors', postgresBody())).body.data
    await viewer.delete(`/connectors/${id}`)
    await viewer.post('/connectors', postgresBody({ name: 'Denied' }))
    await admin.patch(`/connectors/${id}`, { name: 'x' }, { 'if-match': '"7"' })
    await admin.post('/connectors', postgresBody())
    await admin.patch(`/connectors/${id}`, { config: { host: 'other.example.com' } })
    await admin.post('/connectors/test', { type: 'sqlite', config: { file: 'none.sqlite' } })
    const events = await eventsAbout(admin, '')

    const told = events
      .filter(({ outcome }) => outcome !== 'success')
      .map(({ action, outcome, code }) => `${action} ${outcome} ${code}`)
    assert.deepEqual(told.reverse(), [
      'connection.delete denied E_FORBIDDEN',
      'connection.create denied E_FORBIDDEN',
      'connection.update failure E_VERSION_MISMATCH',
      'connection.create failure E_NAME_TAKEN',
      'connection.update failure E_CREDENTIALS_REQUIRED',
      'connection.test failure file_missing',
    ])
  })

  test('is for administrators, of their own tenant only', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const stranger = await ApiPerson.create('admin')
    const { id } = (await admin.post('/connectors', postgresBody())).body.data

    for (const role of ['editor', 'viewer'] as const) {
      const colleague = await ApiPerson.create(role, admin)
      const answer = await colleague.get('/audit-events')
      assert.equal(answer.status, 403)
    }
    assert.isNotEmpty(await eventsAbout(admin, `target=${id}`))
    assert.isEmpty(await eventsAbout(stranger, `target=${id}`))
  })

  test('is filtered and paged, newest first', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)
    for (const name of ['a', 'b', 'c']) await editor.post('/connectors', postgresBody({ name }))
    await admin.post('/connectors', postgresBody({ name: 'd' }))
    const created = 'action=connection.create'
    const byEditor = await eventsAbout(admin, `${created}&actor=${editor.user.id}`)
    const byEmail = await eventsAbout(admin, `${created}&actor=${editor.user.email.toUpperCase()}`)
    const page = await admin.get(`/audit-events?${created}&perPage=3&page=2`)
    const hour = 3_600_000
    const from = encodeURIComponent(new Date(Date.now() - hour).toISOString())
    const later = encodeURIComponent(new Date(Date.now() + hour).toISOString())

    assert.lengthOf(byEditor, 3)
    assert.deepEqual(byEmail, byEditor)
    assert.lengthOf(page.body.data, 1)
    assert.deepEqual(page.body.meta, { page: 2, perPage: 3, total: 4, lastPage: 2 })
    assert.equal(page.body.data[0].target.name, 'a')
    assert.lengthOf(await eventsAbout(admin, `${created}&from=${from}&to=${later}`), 4)
    assert.lengthOf(await eventsAbout(admin, `${created}&from=${later}`), 0)
    assert.lengthOf(await eventsAbout(admin, `${created}&to=${from}`), 0)
    assert.lengthOf(await eventsAbout(admin, `${created}&outcome=failure`), 0)
  })

  for (const query of ['action=nonsense', 'from=yesterday', 'outcome=x', 'perPage=201', 'x=1']) {
    test(`refuses ?${query}`, async ({ assert }) => {
      const admin = await ApiPerson.create('admin')
      const answer = await admin.get(`/audit-events?${query}`)

      assert.equal(answer.status, 422)
      assert.equal(answer.body.errors[0].field, query.split('=')[0])
    })
  }

  test('a change whose row cannot be written is not made, and says 503', async ({
    assert,
    cleanup,
  }) => {
    const person = await ApiPerson.create()
    const { id } = (await person.post('/connectors', postgresBody())).body.data
    await breakTrail(cleanup)
    const update = await person.patch(`/connectors/${id}`, { name: 'Renamed' })
    const create = await person.post('/connectors', postgresBody({ name: 'Second' }))
    const gone = await person.delete(`/connectors/${id}`)

    for (const answer of [update, create, gone]) {
      assert.equal(answer.status, 503)
      assert.equal(answer.body.errors[0].code, 'E_UNAVAILABLE')
      assert.isNotNull(answer.headers.get('retry-after'))
    }
    const rows = await DatabaseConnection.query().where('tenant_id', person.user.tenantId)
    assert.deepEqual(
      rows.map(({ name, version }) => [name, version]),
      [['Sales', 1]]
    )
  })

  test('what was read is not told when its row cannot be written', async ({ assert, cleanup }) => {
    const person = await ApiPerson.create()
    const id = await sqliteConnection(person, 'create table a (secret_column)')
    await breakTrail(cleanup)
    const tables = await person.get(`/connectors/${id}/tables`)
    const preview = await person.get(`/connectors/${id}/tables/a/preview`)
    const tested = await person.post(`/connectors/${id}/test`)

    for (const { status, text } of [tables, preview, tested]) {
      assert.equal(status, 503)
      assert.notInclude(text, 'secret_column')
    }
    assert.isNull((await DatabaseConnection.findOrFail(id)).lastTestStatus)
  })

  test('nobody signs in, refreshes or signs out when that cannot be recorded', async ({
    assert,
    cleanup,
  }) => {
    const { user, token } = await ApiPerson.create()
    const login = (password: string) => send('POST', '/auth/login', { email: user.email, password })
    const { refreshToken } = (await login(PASSWORD)).body.data
    const before = await ApiSession.query().where('user_id', user.id).orderBy('id')
    const repair = await breakTrail(cleanup)
    const answers = [
      await login(PASSWORD),
      await login('a wrong password'),
      await send('POST', '/auth/refresh', { refreshToken }),
      await send('POST', '/auth/logout', {}, { authorization: `Bearer ${token}` }),
    ]
    const after = await ApiSession.query().where('user_id', user.id).orderBy('id')
    await repair()

    assert.deepEqual(
      answers.map(({ status }) => status),
      [503, 503, 503, 503]
    )
    assert.deepEqual(
      after.map((session) => session.serialize()),
      before.map((session) => session.serialize())
    )
    assert.equal((await send('POST', '/auth/refresh', { refreshToken })).status, 200)
  })

  test('no password is in any row of the database but the sealed one', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { id } = (await person.post('/connectors', postgresBody())).body.data
    await person.patch(`/connectors/${id}`, { name: 'x', credentials: { password: CANARY } })
    await person.post(`/connectors/${id}/test`)
    await person.post('/connectors/test', { connectionId: id })

    for (const table of [
      'database_connections',
      'connection_tags',
      'audit_events',
      'api_sessions',
    ]) {
      const rows = await db.from(table).select('*')
      assert.notInclude(JSON.stringify(rows), CANARY, table)
    }
    const row = await DatabaseConnection.findOrFail(id)
    assert.match(row.sealedCredentials ?? '', /^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/)
    assert.isNotEmpty(await AuditEvent.query().where('target_id', id))
  })
})
