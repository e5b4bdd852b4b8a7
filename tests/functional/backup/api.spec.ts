import { test } from '@japa/runner'
import { PASSWORD } from '#database/factories/user_factory'
import AuditEvent from '#models/audit_event'
import DatabaseConnection from '#models/database_connection'
import { ABILITIES } from '#services/auth/abilities'
import { ApiPerson, send } from '#tests/support/api_person'
import { sendWith, storedToken } from '#tests/support/api_tokens'
import { documentOf, openByHand, PASSPHRASE, sealByHand } from '#tests/support/backup_files'
import { everythingOf } from '#tests/support/backups'
import { CANARY, postgresBody } from '#tests/support/connection_bodies'
import { CookieClient } from '#tests/support/cookie_client'
import { logged } from '#tests/support/logged'
import { startVarlor } from '#tests/support/varlor_process'

const SEALED = { passphrase: PASSPHRASE, currentPassword: PASSWORD }

async function eventsOf({ user }: ApiPerson, action: string) {
  const events = await AuditEvent.query().where({ tenant_id: user.tenantId, action })
  return events.map(({ actorId, targetType, targetName, outcome, code }) => ({
    ...{ actorId, targetType, targetName, outcome, code },
  }))
}

test.group('Exporting by API', () => {
  test('gives an administrator what they see, sealed, and says so in the trail', async ({
    assert,
  }) => {
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)
    const stranger = await ApiPerson.create('admin')
    await admin.post('/connectors', postgresBody({ name: 'Mine', visibility: 'private' }))
    await editor.post('/connectors', postgresBody({ name: 'Shared' }))
    await editor.post('/connectors', postgresBody({ name: 'Theirs', visibility: 'private' }))
    await stranger.post('/connectors', postgresBody({ name: 'Foreign' }))
    const answer = await admin.post('/connectors/export', SEALED)

    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    const { file, connections, scope } = answer.body.data
    assert.deepEqual([connections, scope], [2, 'visible'])
    assert.deepEqual(
      openByHand(file).connections.map(({ name, credentials }) => [name, credentials]),
      [
        ['Mine', { password: CANARY }],
        ['Shared', { password: CANARY }],
      ]
    )
    assert.deepEqual(await eventsOf(admin, 'connections.export'), [
      {
        actorId: admin.user.id,
        targetType: 'connections',
        targetName: '2 connections',
        outcome: 'success',
        code: null,
      },
    ])
  }).timeout(120_000)

  test('takes the password of the person, and no other', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    for (const currentPassword of ['wrong', CANARY]) {
      const answer = await admin.post('/connectors/export', { ...SEALED, currentPassword })
      assert.equal(answer.status, 422)
      assert.containSubset(answer.body.errors, [{ code: 'E_INVALID', field: 'currentPassword' }])
    }
    for (const body of [{}, { passphrase: PASSPHRASE }, { currentPassword: PASSWORD }]) {
      assert.equal((await admin.post('/connectors/export', body)).status, 422)
    }
    const short = await admin.post('/connectors/export', { ...SEALED, passphrase: 'short' })
    assert.containSubset(short.body.errors, [{ code: 'E_INVALID', field: 'passphrase' }])
    assert.isEmpty((await eventsOf(admin, 'connections.export')).filter(isSuccess))
    assert.lengthOf(await eventsOf(admin, 'session.login'), 3)
  })

  test('lets nobody guess the password', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const statuses = []
    for (let at = 0; at < 6; at++) {
      const body = { ...SEALED, currentPassword: `wrong ${at}` }
      statuses.push((await admin.post('/connectors/export', body)).status)
    }
    const right = await admin.post('/connectors/export', SEALED)

    assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429])
    assert.equal(right.status, 429)
  })

  test('works in a browser’s session, with its CSRF token', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    await admin.post('/connectors', postgresBody())
    const browser = new CookieClient()
    await browser.get('/sign-in')
    const signedIn = await browser.submit('/sign-in', {
      email: admin.user.email,
      password: PASSWORD,
    })
    const answer = await browser.post('/api/v2/connectors/export', SEALED)
    const forged = await browser.post('/api/v2/connectors/export', SEALED, { 'x-xsrf-token': '' })

    assert.oneOf(signedIn.status, [302, 303])
    assert.equal(answer.status, 200)
    assert.equal(forged.status, 403)
  }).timeout(120_000)

  test('gives no API token any credentials, but masks if it may export', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    await admin.post('/connectors', postgresBody())
    const { text } = await storedToken(admin, [...ABILITIES])
    const { text: lesser } = await storedToken(
      admin,
      ABILITIES.filter((ability) => ability !== 'connections:export')
    )
    const sealed = await sendWith(text, 'POST', '/connectors/export', SEALED)
    const masked = await sendWith(text, 'POST', '/connectors/export', { masked: true })
    const refused = await sendWith(lesser, 'POST', '/connectors/export', { masked: true })

    assert.deepEqual([sealed.status, sealed.body.errors[0].code], [403, 'E_TOKEN_ABILITY'])
    assert.equal(masked.status, 200, masked.text)
    assert.notInclude(masked.text, CANARY)
    assert.deepEqual(JSON.parse(masked.body.data.file).connections[0].credentials, {
      password: '••••',
    })
    assert.equal(refused.status, 403)
  })

  for (const path of ['/connectors/export', '/connectors/import']) {
    test(`${path} is for administrators, whatever the others send, and refusals are kept`, async ({
      assert,
    }) => {
      const admin = await ApiPerson.create('admin')
      for (const role of ['editor', 'viewer'] as const) {
        const person = await ApiPerson.create(role, admin)
        for (const body of [{}, { masked: true }, SEALED, { file: 'x'.repeat(2_000_000) }]) {
          const answer = await person.post(path, body)
          assert.equal(answer.status, 403)
          assert.equal(answer.body.errors[0].code, 'E_FORBIDDEN')
        }
      }
      assert.equal((await send('POST', path, {})).status, 401)
      const events = await eventsOf(admin, path.slice(1).replace('connectors/', 'connections.'))
      assert.lengthOf(events, 8)
      assert.isTrue(
        events.every(({ outcome, code }) => outcome === 'denied' && code === 'E_FORBIDDEN')
      )
    })

    test(`${path} answers a team ten times an hour`, async ({ assert }) => {
      const admin = await ApiPerson.create('admin')
      const colleague = await ApiPerson.create('admin', admin)
      const stranger = await ApiPerson.create('admin')
      const statuses = []
      for (let at = 0; at < 11; at++) statuses.push((await admin.post(path, {})).status)

      assert.deepEqual(statuses, [...Array(10).fill(422), 429])
      assert.equal((await colleague.post(path, {})).status, 429)
      assert.equal((await stranger.post(path, {})).status, 422)
    })
  }

  test('can be turned off by the operator, except for masks', async ({ assert, cleanup }) => {
    const admin = await ApiPerson.create('admin')
    const varlor = await startVarlor({ API_EXPORT: 'false' })
    cleanup(() => varlor.stop())
    const post = async (path: string, body: unknown) => {
      const response = await fetch(`${varlor.origin}/api/v2${path}`, {
        method: 'POST',
        headers: { 'authorization': `Bearer ${admin.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return { status: response.status, text: await response.text() }
    }
    const sealed = await post('/connectors/export', SEALED)
    const masked = await post('/connectors/export', { masked: true })

    assert.equal(sealed.status, 403)
    assert.include(sealed.text, 'turned off')
    assert.equal(masked.status, 200)
  }).timeout(120_000)
})

test.group('Importing by API', () => {
  test('restores what was exported, in another tenant', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const other = await ApiPerson.create('admin')
    await admin.post('/connectors', postgresBody({ name: 'A', tags: ['x'] }))
    await admin.post('/connectors', postgresBody({ name: 'B', visibility: 'private' }))
    const { file } = (await admin.post('/connectors/export', SEALED)).body.data
    const body = { file, passphrase: PASSPHRASE }
    const dry = await other.post('/connectors/import', { ...body, dryRun: true })
    const none = await everythingOf(other.user.tenantId)
    const answer = await other.post('/connectors/import', body)

    assert.equal(answer.status, 200, answer.text)
    assert.isEmpty(none)
    assert.deepEqual(
      dry.body.data.connections.map(({ id }: { id: unknown }) => id),
      [null, null]
    )
    assert.deepEqual(
      await everythingOf(other.user.tenantId),
      await everythingOf(admin.user.tenantId)
    )
    const rows = await DatabaseConnection.query().where('owner_id', other.user.id)
    assert.sameMembers(
      rows.map(({ id }) => id),
      answer.body.data.connections.map(({ id }: { id: string }) => id)
    )
    assert.deepEqual(
      (await eventsOf(other, 'connections.import')).map(({ targetName }) => targetName),
      ['2 connections']
    )
    assert.lengthOf(await eventsOf(other, 'connection.create'), 2)
  }).timeout(120_000)

  test('never touches a private connection of somebody else', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)
    const { id } = (await editor.post('/connectors', postgresBody({ visibility: 'private' }))).body
      .data
    const file = sealByHand(documentOf(postgresBody({ credentials: { password: 'other' } })))
    const body = { file, passphrase: PASSPHRASE }
    const answers = []
    for (const onConflict of ['refuse', 'replace'] as const) {
      answers.push(await admin.post('/connectors/import', { ...body, onConflict }))
    }

    for (const { status, body: told } of answers) {
      assert.deepEqual([status, told.errors[0].code], [409, 'E_NAME_TAKEN'])
    }
    const row = await DatabaseConnection.findOrFail(id)
    assert.equal(row.version, 1)
    assert.containSubset(await everythingOf(admin.user.tenantId), [
      { credentials: { password: CANARY } },
    ])
  })

  test('takes a shared connection away from nobody', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)
    const { id } = (await editor.post('/connectors', postgresBody())).body.data
    const hidden = sealByHand(documentOf(postgresBody({ visibility: 'private' })))
    const shared = sealByHand(documentOf(postgresBody({ tags: ['new'] })))
    const order = { passphrase: PASSPHRASE, onConflict: 'replace' }
    const refused = await admin.post('/connectors/import', { file: hidden, ...order })
    const replaced = await admin.post('/connectors/import', { file: shared, ...order })

    assert.equal(refused.status, 422)
    assert.containSubset(refused.body.errors, [{ field: 'connections.0.visibility' }])
    assert.equal(replaced.status, 200, replaced.text)
    const row = await DatabaseConnection.findOrFail(id)
    assert.deepEqual([row.ownerId, row.version], [editor.user.id, 2])
    assert.equal((await editor.get(`/connectors/${id}`)).headers.get('etag'), '"2"')
  })

  test('with a wrong passphrase or an altered file says one thing', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const file = sealByHand(documentOf(postgresBody()))
    const bodies = [
      { file, passphrase: 'another passphrase' },
      { file: `${file.slice(0, -4)}AAAA`, passphrase: PASSPHRASE },
      { file: 'nonsense', passphrase: PASSPHRASE },
    ]
    const errors = []
    for (const body of bodies) {
      const answer = await admin.post('/connectors/import', body)
      assert.equal(answer.status, 422)
      errors.push(JSON.stringify(answer.body.errors))
    }
    assert.lengthOf(new Set(errors), 1)
    const events = await eventsOf(admin, 'connections.import')
    assert.isTrue(
      events.every(({ outcome, code }) => outcome === 'failure' && code === 'E_BACKUP_UNREADABLE')
    )
    assert.lengthOf(events, 3)
  })

  test('takes megabytes, up to sixteen of them, where nothing else does', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const ca = `-----BEGIN CERTIFICATE-----\n${'A'.repeat(9_000)}\n-----END CERTIFICATE-----`
    const config = { ...postgresBody().config, tls: { mode: 'verify-full', ca } }
    const entries = Array.from({ length: 1_000 }, (_, at) =>
      postgresBody({ name: `${at}`, config })
    )
    const file = sealByHand(documentOf(...entries))
    const body = { file, passphrase: PASSPHRASE, dryRun: true }
    const answer = await admin.post('/connectors/import', body)
    const tooLarge = await admin.post('/connectors/import', { file: 'x'.repeat(16 * 1024 * 1024) })
    const elsewhere = await admin.post('/connectors', { name: 'x'.repeat(300_000) })

    assert.isAbove(file.length, 12_000_000)
    assert.equal(answer.status, 200, answer.text.slice(0, 300))
    assert.lengthOf(answer.body.data.connections, 1_000)
    assert.equal(tooLarge.status, 413)
    assert.equal(elsewhere.status, 413)
  }).timeout(120_000)

  for (const change of [
    { file: '' },
    { file: 7 },
    { file: undefined },
    { onConflict: 'destroy' },
    { dryRun: 'yes' },
    { tenantId: 'x' },
    { passphrase: 'x'.repeat(1_025) },
  ]) {
    test(`refuses ${JSON.stringify(change).slice(0, 60)}`, async ({ assert }) => {
      const admin = await ApiPerson.create('admin')
      const file = sealByHand(documentOf())
      const answer = await admin.post('/connectors/import', {
        file,
        passphrase: PASSPHRASE,
        ...change,
      })
      assert.equal(answer.status, 422)
      assert.equal(answer.body.errors[0].field, Object.keys(change)[0])
    })
  }

  test('is done once when it is sent twice with one Idempotency-Key', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const file = sealByHand(documentOf(postgresBody()))
    const body = { file, passphrase: PASSPHRASE, onConflict: 'rename' }
    const headers = { 'idempotency-key': 'once' }
    const first = await admin.post('/connectors/import', body, headers)
    const second = await admin.post('/connectors/import', body, headers)

    assert.equal(first.status, 200, first.text)
    assert.deepEqual(second.body, first.body)
    assert.lengthOf(await everythingOf(admin.user.tenantId), 1)
  })

  test('leaves no secret in the log, the trail or an answer', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    await admin.post('/connectors', postgresBody())
    const told: string[] = []
    const log = await logged(async () => {
      const answer = await admin.post('/connectors/export', SEALED)
      told.push(answer.text)
      const { file } = answer.body.data
      for (const onConflict of ['refuse', 'skip', 'rename', 'replace']) {
        const body = { file, passphrase: PASSPHRASE, onConflict }
        told.push((await admin.post('/connectors/import', body)).text)
      }
    })
    const events = await AuditEvent.query().where('tenant_id', admin.user.tenantId)
    const everywhere = [log, JSON.stringify(events), ...told].join('\n')

    for (const secret of [CANARY, PASSPHRASE, PASSWORD]) assert.notInclude(everywhere, secret)
  }).timeout(120_000)
})

function isSuccess({ outcome }: { outcome: string }) {
  return outcome === 'success'
}
