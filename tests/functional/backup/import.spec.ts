import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { ApiError } from '#exceptions/api_error'
import AuditEvent from '#models/audit_event'
import DatabaseConnection from '#models/database_connection'
import PasswordRotation from '#models/password_rotation'
import { AdministratorBackups } from '#services/backup/administrator_backups'
import { ConnectionImport } from '#services/backup/connection_import'
import { documentOf, sealByHand } from '#tests/support/backup_files'
import { actorOf, everythingOf, exported, imported, save, slugOf } from '#tests/support/backups'
import { CANARY, postgresBody } from '#tests/support/connection_bodies'

const PRECOMPOSED = 'caf\u00e9'
const DECOMPOSED = 'CAFE\u0301'

async function tenant() {
  const admin = await UserFactory.apply('admin').create()
  return { id: admin.tenantId, admin }
}

function fileOf(...connections: unknown[]) {
  return sealByHand(documentOf(...connections))
}

async function refusal(work: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await work.catch((caught: unknown) => caught)
  if (error instanceof ApiError) return error
  throw error instanceof Error ? error : new Error('It was not refused')
}

/** Everything that an import may write to. */
async function countRows(): Promise<Record<string, number>> {
  const tables = [
    'database_connections',
    'connection_tags',
    'tenant_keys',
    'audit_events',
    'audit_chains',
  ]
  const counts = await Promise.all(
    tables.map(async (table) => {
      const [row] = await db.from(table).count('* as total')
      return [table, Number(row.total)] as const
    })
  )
  return Object.fromEntries(counts)
}

async function eventsOf(tenantId: string): Promise<string[]> {
  const events = await AuditEvent.query().where('tenant_id', tenantId).orderBy('sequence')
  return events.map(({ action, targetName, outcome }) => `${action} ${targetName} ${outcome}`)
}

test.group('Importing what has a name that is taken', () => {
  test('is refused as a whole, with each conflict named', async ({ assert }) => {
    const { id, admin } = await tenant()
    await save(admin, postgresBody({ name: PRECOMPOSED }))
    const file = fileOf(
      postgresBody({ name: 'New' }),
      postgresBody({ name: DECOMPOSED }),
      postgresBody({ name: 'NEW' })
    )
    const { status, items } = await refusal(imported(id, file))

    assert.equal(status, 409)
    assert.deepEqual(
      items.map(({ code, field }) => [code, field]),
      [
        ['E_NAME_TAKEN', 'connections.1.name'],
        ['E_NAME_TAKEN', 'connections.2.name'],
      ]
    )
    assert.lengthOf(await everythingOf(id), 1)
    assert.deepEqual(await eventsOf(id), [`connection.create ${PRECOMPOSED} success`])
  })

  test('is skipped where that is asked for', async ({ assert }) => {
    const { id, admin } = await tenant()
    await save(admin, postgresBody({ name: 'Old' }))
    const file = fileOf(
      postgresBody({ name: 'old', credentials: { password: 'new' } }),
      postgresBody({ name: 'New' })
    )
    const report = await imported(id, file, { onConflict: 'skip' })

    assert.deepEqual(
      report.connections.map(({ action, savedAs }) => [action, savedAs]),
      [
        ['skip', null],
        ['create', 'New'],
      ]
    )
    const [, old] = await everythingOf(id)
    assert.containSubset(old, { name: 'Old', credentials: { password: CANARY } })
    assert.deepEqual(await eventsOf(id), [
      'connection.create Old success',
      'connection.create New success',
      'connections.import 1 connection success',
    ])
  })

  test('is given a number where that is asked for, within the length of a name', async ({
    assert,
  }) => {
    const { id, admin } = await tenant()
    const long = '🦊'.repeat(60)
    for (const name of ['Old', 'old (2)', long]) await save(admin, postgresBody({ name }))
    const names = ['OLD', 'Old', long, 'Fresh', 'fresh']
    const file = fileOf(...names.map((name) => postgresBody({ name })))
    const report = await imported(id, file, { onConflict: 'rename' })

    assert.deepEqual(
      report.connections.map(({ action, savedAs }) => [action, savedAs]),
      [
        ['rename', 'OLD (3)'],
        ['rename', 'Old (4)'],
        ['rename', `${'🦊'.repeat(58)} (2)`],
        ['create', 'Fresh'],
        ['rename', 'fresh (2)'],
      ]
    )
    assert.lengthOf(await everythingOf(id), 8)
  })

  test('replaces it where that is asked for: same id, next version, all that the file says', async ({
    assert,
  }) => {
    const { id, admin } = await tenant()
    const body = postgresBody({ name: 'Old', tags: ['kept?'] })
    const { credentials } = body
    const row = await save(admin, { ...body, credentials })
    const config = { ...body.config, host: 'other.example.com' }
    const entry = { ...body, name: 'OLD', config, tags: ['new'], visibility: 'private' }
    const file = fileOf({ ...entry, credentials: { password: 'replaced' } })
    const report = await imported(id, file, { onConflict: 'replace' })
    const after = await DatabaseConnection.findOrFail(row.id)

    assert.containSubset(report.connections, [{ action: 'replace', id: row.id, savedAs: 'OLD' }])
    assert.equal(after.version, 2)
    assert.containSubset(await everythingOf(id), [
      {
        name: 'OLD',
        config: { host: 'other.example.com' },
        credentials: { password: 'replaced' },
        tags: ['new'],
        visibility: 'private',
      },
    ])
    assert.deepEqual((await eventsOf(id)).slice(1), [
      'connection.update Old success',
      'connections.import 1 connection success',
    ])
  })

  test('replaces its credentials by none where the file has none', async ({ assert }) => {
    const { id, admin } = await tenant()
    await save(admin, postgresBody({ name: 'Old' }))
    const { credentials, ...bare } = postgresBody({ name: 'Old' })
    await imported(id, fileOf(bare), { onConflict: 'replace' })

    const [old] = await everythingOf(id)
    assert.deepEqual(old?.credentials, {})
    assert.deepEqual(credentials, { password: CANARY })
  })

  test('with masks keeps the stored credentials, unless it points elsewhere', async ({
    assert,
  }) => {
    const { id, admin } = await tenant()
    await save(admin, postgresBody({ name: 'Old' }))
    const { file } = await exported(id, null)
    const elsewhere = file.replace('"host": "127.0.0.1"', '"host": "evil.example.com"')
    const tagged = file.replace('"tags": []', '"tags": ["new"]')
    assert.notEqual(elsewhere, file)
    const { items } = await refusal(imported(id, elsewhere, { onConflict: 'replace' }))
    await imported(id, tagged, { onConflict: 'replace' })

    assert.containSubset(items, [
      { code: 'E_CREDENTIALS_REQUIRED', field: 'connections.0.credentials.password' },
    ])
    assert.containSubset(await everythingOf(id), [
      { tags: ['new'], credentials: { password: CANARY }, config: { host: '127.0.0.1' } },
    ])
  })

  test('replaces nothing by another engine, nor one connection twice', async ({ assert }) => {
    const { id, admin } = await tenant()
    await save(admin, postgresBody({ name: 'Old' }))
    const file = fileOf(
      { ...postgresBody({ name: 'Old' }), type: 'mysql' },
      postgresBody({ name: 'Old' })
    )
    const { status, items } = await refusal(imported(id, file, { onConflict: 'replace' }))

    assert.equal(status, 422)
    assert.deepEqual(
      items.map(({ code, field }) => [code, field]),
      [
        ['E_INVALID', 'connections.0.type'],
        ['E_NAME_TAKEN', 'connections.1.name'],
      ]
    )
  })

  for (const mode of ['refuse', 'skip', 'replace', 'rename'] as const) {
    test(`a dry run (${mode}) changes nothing and tells all`, async ({ assert }) => {
      const { id, admin } = await tenant()
      await save(admin, postgresBody({ name: 'Old' }))
      const other = await tenant()
      const before = await countRows()
      const config = { ...postgresBody().config, host: '' }
      const file = fileOf(
        postgresBody({ name: 'New' }),
        postgresBody({ name: 'Old' }),
        postgresBody({ name: 'Bad', config })
      )
      const report = await imported(id, file, { onConflict: mode, dryRun: true })
      const fresh = await imported(other.id, file, { onConflict: mode, dryRun: true })
      const actions = report.connections.map(({ action }) => action)

      assert.deepEqual(actions, mode === 'refuse' ? ['create'] : ['create', mode])
      assert.includeMembers(
        report.problems.map(({ field }) => field),
        ['connections.2.config.host']
      )
      assert.lengthOf(report.problems, mode === 'refuse' ? 2 : 1)
      assert.isTrue(report.dryRun)
      assert.lengthOf(fresh.connections, 2)
      assert.deepEqual(await countRows(), before)
    })
  }
})

test.group('Importing what is wrong', () => {
  test('names every problem of every connection, and imports none', async ({ assert }) => {
    const { id } = await tenant()
    const file = fileOf(
      postgresBody({ name: 'Good' }),
      postgresBody({ name: 'Bad', config: { host: 7 }, tags: ['x', 'x'] }),
      { name: 'Nothing' },
      { ...postgresBody({ name: 'Engine' }), type: 'dbase' },
      postgresBody({ name: 'Owner', owner: 7 }),
      postgresBody({ name: 'Id', id: 'x', tenantId: 'y' }),
      'text',
      null,
      [],
      postgresBody({ name: '' }),
      postgresBody({ name: 'a\u0000\u001b[31mb' })
    )
    const { status, items } = await refusal(imported(id, file))
    const fields = items.map(({ field }) => field)

    assert.equal(status, 422)
    assert.includeMembers(fields, [
      ...['connections.1.config.host', 'connections.1.config.database', 'connections.1.tags'],
      ...['connections.2.type', 'connections.3.type', 'connections.4.owner'],
      ...['connections.5.id', 'connections.5.tenantId', 'connections.6.type'],
      ...['connections.7.type', 'connections.8.type', 'connections.9.name', 'connections.10.name'],
    ])
    assert.isFalse(fields.some((field) => field?.startsWith('connections.0')))
    assert.containSubset(items, [
      { code: 'E_UNKNOWN_FIELD', message: '"Id": There is no field "id" here.' },
    ])
    assert.notInclude(JSON.stringify(items), '\\u00')
    assert.isEmpty(await everythingOf(id))
  })

  test('names a hundred of many, and counts the rest', async ({ assert }) => {
    const { id } = await tenant()
    const entries = Array.from({ length: 150 }, (_, at) => ({ name: `${at}`, type: 'none' }))
    const { items } = await refusal(imported(id, fileOf(...entries)))

    assert.lengthOf(items, 101)
    assert.equal(items.at(-1)?.message, 'There are more problems than are listed here: 50.')
  })

  test('never reaches a prototype', async ({ assert }) => {
    const { id } = await tenant()
    const text = JSON.stringify(documentOf(postgresBody())).replace(
      '"config":{',
      '"__proto__":{"polluted":1},"config":{"__proto__":{"polluted":1},'
    )
    const { items } = await refusal(imported(id, sealByHand(text)))

    assert.includeMembers(
      items.map(({ code }) => code),
      ['E_UNKNOWN_FIELD']
    )
    assert.isUndefined(({} as { polluted?: unknown }).polluted)
  })
})

test.group('Importing while others write', () => {
  test('a name that was taken meanwhile undoes everything', async ({ assert }) => {
    const { id, admin } = await tenant()
    const { file } = { file: fileOf(postgresBody({ name: 'a' }), postgresBody({ name: 'b' })) }
    const service = await app.container.make(ConnectionImport)
    const author = { tenantId: id, actor: null }
    const order = { onConflict: 'refuse' as const, fallback: admin }
    const plan = await service.plan(author, order, { file, passphrase: 'four words of a song' })
    const { write } = await service.prepare(author, plan)
    await save(admin, postgresBody({ name: 'B' }))
    const { code } = await refusal(db.transaction((client) => write(client, async () => {})))

    assert.equal(code, 'E_CONFLICT')
    assert.deepEqual(
      (await everythingOf(id)).map(({ name }) => name),
      ['B']
    )
  })

  test('who is no administrator any longer when it is written imports nothing', async ({
    assert,
  }) => {
    const { id, admin } = await tenant()
    const backups = await app.container.make(AdministratorBackups)
    const given = {
      ...{ file: fileOf(postgresBody()), passphrase: 'four words of a song' },
      ...{ dryRun: false, onConflict: 'refuse' as const },
    }
    const asked = actorOf(admin)
    await admin.merge({ role: 'editor' }).save()
    const { code } = await refusal(backups.import(asked, given))

    assert.equal(code, 'E_CONFLICT')
    assert.isEmpty(await everythingOf(id))
    await admin.merge({ role: 'admin' }).save()
    assert.lengthOf((await backups.import(asked, given)).connections, 1)
  })

  test('a connection that was changed meanwhile is not replaced, nor is anything else', async ({
    assert,
  }) => {
    const { id, admin } = await tenant()
    const row = await save(admin, postgresBody({ name: 'a' }))
    const file = fileOf(postgresBody({ name: 'new' }), postgresBody({ name: 'a', tags: ['x'] }))
    const service = await app.container.make(ConnectionImport)
    const author = { tenantId: id, actor: null }
    const order = { onConflict: 'replace' as const, fallback: admin }
    const plan = await service.plan(author, order, { file, passphrase: 'four words of a song' })
    const { write } = await service.prepare(author, plan)
    await row.merge({ version: 2 }).save()
    const { code } = await refusal(db.transaction((client) => write(client, async () => {})))

    assert.equal(code, 'E_CONFLICT')
    assert.deepEqual(
      (await everythingOf(id)).map(({ name, tags }) => [name, tags]),
      [['a', []]]
    )
  })
})

test.group('Importing while a password is being changed', () => {
  for (const [what, claimedFor, host] of [
    ['is refused as a whole while the target is being told', 600_000, '127.0.0.1'],
    ['drops what is pending for where it no longer points', -1, 'other.example.com'],
    ['leaves what is pending for where it still points', -1, '127.0.0.1'],
  ] as const) {
    test(what, async ({ assert }) => {
      const claimedUntil = Date.now() + claimedFor
      const { id, admin } = await tenant()
      const row = await save(admin, postgresBody({ name: 'a' }))
      await PasswordRotation.create({
        ...{ connectionId: row.id, tenantId: id, username: 'alice', version: 1, claimedUntil },
        ...{ sealedCredentials: row.sealedCredentials ?? '', masterKeyId: row.masterKeyId ?? '' },
      })
      const config = { ...postgresBody().config, host }
      const file = fileOf(
        postgresBody({ name: 'new' }),
        postgresBody({ name: 'a', config, credentials: { password: 'other' } })
      )
      const outcome: unknown = await imported(id, file, { onConflict: 'replace' }).catch(
        (caught: unknown) => caught
      )
      const isPending = (await PasswordRotation.findBy('connectionId', row.id)) !== null

      const isClaimed = claimedFor > 0
      assert.equal(
        outcome instanceof ApiError && outcome.code === 'E_ROTATION_UNDER_WAY',
        isClaimed
      )
      assert.lengthOf(await everythingOf(id), isClaimed ? 1 : 2)
      assert.equal(isPending, host === '127.0.0.1')
    })
  }
})

test.group('Whom imported connections belong to', () => {
  test('the member of that email, else --owner, else the first administrator', async ({
    assert,
  }) => {
    const { id, admin } = await tenant()
    const editor = await UserFactory.merge({ tenantId: id }).create()
    const gone = await UserFactory.merge({ tenantId: id }).create()
    await db.from('users').where('id', gone.id).update({ deactivated_at: '2026-01-01 00:00:00' })
    const stranger = await UserFactory.create()
    const owners = [editor.email.toUpperCase(), gone.email, stranger.email, undefined]
    const entries = owners.map((owner, at) => postgresBody({ name: `${at}`, owner }))
    const first = await imported(id, fileOf(...entries))
    const named = await imported(id, fileOf(...entries), {
      onConflict: 'rename',
      owner: editor.email.toUpperCase(),
    })

    assert.deepEqual(
      first.connections.map(({ owner }) => owner),
      [editor.email, admin.email, admin.email, admin.email]
    )
    assert.deepEqual([...new Set(named.connections.map(({ owner }) => owner))], [editor.email])
    assert.equal((await DatabaseConnection.query().where('owner_id', gone.id)).length, 0)
  })

  test('--owner must be an active member who may own connections', async ({ assert }) => {
    const { id } = await tenant()
    const stranger = await UserFactory.apply('admin').create()
    const viewer = await UserFactory.apply('viewer').merge({ tenantId: id }).create()
    for (const owner of [stranger.email, viewer.email, 'nobody@example.com']) {
      const error: unknown = await imported(id, fileOf(postgresBody()), { owner }).catch(
        (e: unknown) => e
      )
      assert.equal(
        (error as Error).message,
        `${owner} is no active administrator or editor of ${await slugOf(id)}.`
      )
    }
    assert.isEmpty(await everythingOf(id))
  })

  test('a tenant without an administrator asks for --owner', async ({ assert }) => {
    const editor = await UserFactory.create()
    const error: unknown = await imported(editor.tenantId, fileOf(postgresBody())).catch(
      (e: unknown) => e
    )
    assert.equal((error as { code?: string }).code, 'E_NO_ADMINISTRATOR')

    const report = await imported(editor.tenantId, fileOf(postgresBody()), { owner: editor.email })
    assert.equal(report.connections[0]?.owner, editor.email)
  })
})
