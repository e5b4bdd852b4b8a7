import { test } from '@japa/runner'
import fc from 'fast-check'
import { setImmediate } from 'node:timers/promises'
import { UserFactory } from '#database/factories/user_factory'
import AuditEvent from '#models/audit_event'
import DatabaseConnection from '#models/database_connection'
import type { ApiError } from '#exceptions/api_error'
import { documentOf, openByHand, sealByHand } from '#tests/support/backup_files'
import { everythingOf, exported, imported, save } from '#tests/support/backups'
import { ApiPerson } from '#tests/support/api_person'
import { CANARY, postgresBody } from '#tests/support/connection_bodies'
import { logged } from '#tests/support/logged'
import { sqliteFile } from '#tests/support/sqlite_connections'

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'

async function tenant() {
  const admin = await UserFactory.apply('admin').create()
  const editor = await UserFactory.merge({ tenantId: admin.tenantId }).create()
  return { id: admin.tenantId, admin, editor }
}

test.group('A backup', () => {
  test('brings everything into another tenant, owned by whom it finds there', async ({
    assert,
  }) => {
    const from = await tenant()
    const to = await tenant()
    await save(from.admin, postgresBody({ name: 'Zebra', tags: ['b', 'a'] }))
    await save(from.editor, postgresBody({ name: 'ähre', visibility: 'private' }))
    await save(from.editor, postgresBody({ name: 'Bare', credentials: {} }))
    await save(from.admin, postgresBody({ name: 'TLS', ...tlsChanges() }))
    await to.editor.merge({ email: `moved-${from.editor.email}` }).save()
    const { file, connections } = await exported(from.id)
    const before = await everythingOf(from.id)

    const moved = openByHand(file)
    for (const one of moved.connections) {
      if (one.owner === from.editor.email) one.owner = to.editor.email.toUpperCase()
    }
    const report = await imported(to.id, sealByHand(moved))

    assert.equal(connections, 4)
    assert.deepEqual(await everythingOf(to.id), before)
    assert.deepEqual(
      report.connections.map(({ name, action, savedAs, owner }) => [name, action, savedAs, owner]),
      [
        ['Bare', 'create', 'Bare', to.editor.email],
        ['TLS', 'create', 'TLS', to.admin.email],
        ['Zebra', 'create', 'Zebra', to.admin.email],
        ['ähre', 'create', 'ähre', to.editor.email],
      ]
    )
    const mine = await DatabaseConnection.query().where('owner_id', to.editor.id)
    assert.sameMembers(
      mine.map(({ name }) => name),
      ['Bare', 'ähre']
    )
  }).timeout(120_000)

  test('holds no id, key or token of the place where it was made', async ({ assert }) => {
    const { id, admin } = await tenant()
    const row = await save(admin, postgresBody())
    const { file } = await exported(id)
    const [entry] = openByHand(file).connections
    const inClear = JSON.stringify(openByHand(file)).replaceAll(admin.email, '')

    assert.sameMembers(Object.keys(entry ?? {}), [
      ...['name', 'type', 'config', 'credentials', 'visibility', 'tags', 'owner'],
    ])
    for (const secret of [id, row.id, admin.id, row.masterKeyId, row.sealedCredentials]) {
      assert.notInclude(inClear, secret ?? 'nothing')
    }
    assert.include(inClear, CANARY)
    assert.notInclude(file, CANARY)
    assert.notInclude(Buffer.from(file, 'base64url').toString('latin1'), CANARY)
  }).timeout(120_000)

  test('connects again where it was restored', async ({ assert }) => {
    const person = await ApiPerson.create('admin')
    const other = await ApiPerson.create('admin')
    const body = (file: string) => ({ name: 'Shop', type: 'sqlite', config: { file } })
    await save(person.user, body(await sqliteFile(person, 'shop.sqlite', 'create table a (b)')))
    await sqliteFile(other, 'shop.sqlite', 'create table a (b)')
    const { file } = await exported(person.user.tenantId)
    const report = await imported(other.user.tenantId, file)
    const answer = await other.post(`/connectors/${report.connections[0]?.id}/test`)

    assert.isTrue(answer.body.data.success, answer.text)
  }).timeout(120_000)

  test('is the same twice, but for what is random', async ({ assert }) => {
    const { id, admin } = await tenant()
    for (const name of ['b', 'C', 'a', 'Ä', 'z']) await save(admin, postgresBody({ name }))
    const [one, two] = [await exported(id, null), await exported(id, null)]

    assert.equal(one.file, two.file)
    assert.deepEqual(
      JSON.parse(one.file).connections.map(({ name }: { name: string }) => name),
      ['a', 'b', 'C', 'z', 'Ä']
    )
  })

  test('with masks comes back without credentials, and stores no mask', async ({ assert }) => {
    const from = await tenant()
    const to = await tenant()
    await save(from.admin, postgresBody())
    const { file } = await exported(from.id, null)
    await imported(to.id, file)
    const [restored] = await everythingOf(to.id)
    const row = await DatabaseConnection.findByOrFail('tenant_id', to.id)

    assert.notInclude(file, CANARY)
    assert.deepEqual(JSON.parse(file).connections[0].credentials, { password: '••••' })
    assert.deepEqual(restored?.credentials, {})
    assert.deepEqual(restored?.credentialFields, [])
    assert.isNull(row.sealedCredentials)
  })

  test('in which a mask is sealed as a password is refused', async ({ assert }) => {
    const { id } = await tenant()
    const entry = { ...postgresBody(), credentials: { password: '••••' } }
    const error: unknown = await imported(id, sealByHand(documentOf(entry))).catch(
      (e: unknown) => e
    )

    assert.containSubset((error as ApiError).items, [
      { code: 'E_MASKED_CREDENTIAL', field: 'connections.0.credentials.password' },
    ])
    assert.isEmpty(await everythingOf(id))
  })

  test('names every connection that does not open, and is not made', async ({ assert }) => {
    const { id, admin } = await tenant()
    const rows = []
    for (const name of ['One', 'Two', 'Three']) rows.push(await save(admin, postgresBody({ name })))
    const [one, two] = rows
    await two?.merge({ sealedCredentials: one?.sealedCredentials }).save()
    const error: unknown = await exported(id).catch((caught: unknown) => caught)

    assert.deepEqual(
      (error as ApiError).items.map(({ code, message }) => [code, message]),
      [['E_SEAL_INVALID', 'The credentials of "Two" do not open.']]
    )
    assert.isNull(await AuditEvent.findBy({ tenant_id: id, action: 'connections.export' }))
  })

  test('of whatever a person may write comes back as it was', async ({ assert }) => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(connection(), uniqueNames), async (bodies) => {
        const from = await tenant()
        const to = await tenant()
        for (const body of bodies) await save(from.admin, body)
        const { connections } = openByHand((await exported(from.id)).file)
        await imported(to.id, sealByHand(documentOf(...connections)))

        assert.deepEqual(await everythingOf(to.id), await everythingOf(from.id))
      }),
      { numRuns: 6 }
    )
  }).timeout(300_000)

  test('of 2,000 connections holds up nobody else', async ({ assert }) => {
    const { id } = await tenant()
    const to = await tenant()
    const config = { ...postgresBody().config, tls: { mode: 'verify-full', ca: PEM.repeat(40) } }
    const entries = Array.from({ length: 2_000 }, (_, at) => ({
      ...postgresBody({ name: `Connection ${at}`, config, tags: [`t${at % 7}`] }),
      credentials: { password: `${CANARY}-${at}` },
    }))
    let turns = 0
    let isDone = false
    const turning = (async () => {
      for (; !isDone; turns++) await setImmediate()
    })()
    await imported(id, sealByHand(documentOf(...entries)))
    const { file, connections } = await exported(id)
    await imported(to.id, file)
    isDone = true
    await turning

    assert.equal(connections, 2_000)
    assert.deepEqual(await everythingOf(to.id), await everythingOf(id))
    // Every batch of validation, every seal and every page of rows lets others have their turn.
    assert.isAbove(turns, 2_000)
  }).timeout(300_000)

  test('leaves no password in the log, the trail or an error', async ({ assert }) => {
    const from = await tenant()
    const to = await tenant()
    await save(from.admin, postgresBody())
    const said: string[] = []
    const log = await logged(async () => {
      const { file } = await exported(from.id)
      said.push(JSON.stringify(await imported(to.id, file, { dryRun: true })))
      said.push(JSON.stringify(await imported(to.id, file)))
      const bad = documentOf({ ...postgresBody(), config: {}, [CANARY]: CANARY })
      for (const text of [file, sealByHand(bad), sealByHand(`{"${CANARY}`)]) {
        const error: unknown = await imported(to.id, text).catch((caught: unknown) => caught)
        said.push(JSON.stringify((error as ApiError).items), String((error as Error).message))
      }
    })
    const events = await AuditEvent.query().whereIn('tenant_id', [from.id, to.id])

    assert.notInclude(log, CANARY)
    assert.notInclude(JSON.stringify(events), CANARY)
    // The name of an unknown field is told, as everywhere.
    assert.notInclude(
      said
        .join('')
        .replaceAll(`no field \\"${CANARY}\\"`, '')
        .replaceAll(`connections.0.${CANARY}`, ''),
      CANARY
    )
  }).timeout(120_000)
})

function tlsChanges() {
  const { config } = postgresBody()
  return {
    config: { ...config, tls: { mode: 'verify-full', ca: PEM } },
    credentials: {
      password: CANARY,
      tlsKey: '-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\n',
    },
  }
}

/** Names, options and passwords from all of Unicode, long ones among them. */
function connection() {
  const visible = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  const name = visible.filter((text) => /^[^\p{Cc}]+$/u.test(text) && text.trim() !== '')
  const secret = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 200 })
    .filter((text) => !/^[•●∙·*＊]+$/u.test(text))
  return fc.record({
    name,
    type: fc.constant('postgresql'),
    config: fc.record({
      host: fc.domain(),
      port: fc.integer({ min: 1, max: 65_535 }),
      database: name,
      username: name,
    }),
    credentials: fc.record({ password: secret }, { requiredKeys: [] }),
    visibility: fc.constantFrom('private', 'tenant'),
    tags: fc.uniqueArray(
      name.map((text) => text.trim().normalize('NFC').slice(0, 20)),
      {
        maxLength: 3,
        selector: (text) => text,
      }
    ),
  })
}

const uniqueNames = {
  maxLength: 6,
  selector: ({ name }: { name: string }) => name.trim().normalize('NFC').toLowerCase(),
}
