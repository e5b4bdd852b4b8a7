import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import kernel from '@adonisjs/core/services/ace'
import { test } from '@japa/runner'
import ConnectionsExport from '#commands/connections_export'
import { UserFactory } from '#database/factories/user_factory'
import AuditEvent from '#models/audit_event'
import { ace } from '#tests/support/ace_process'
import { openByHand, PASSPHRASE } from '#tests/support/backup_files'
import { everythingOf, save, slugOf } from '#tests/support/backups'
import { CANARY, postgresBody } from '#tests/support/connection_bodies'

async function tenant() {
  const admin = await UserFactory.apply('admin').create()
  return { id: admin.tenantId, admin, slug: await slugOf(admin.tenantId) }
}

test.group('connections:export and connections:import in processes of their own', (group) => {
  let folder = ''

  group.each.timeout(240_000)
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backups-'))
    return () => rm(folder, { recursive: true })
  })

  test('bring a tenant’s connections into another one', async ({ assert }) => {
    const from = await tenant()
    const to = await tenant()
    await save(from.admin, postgresBody({ name: 'Sales', visibility: 'private' }))
    await save(from.admin, postgresBody({ name: 'Shop', tags: ['x'] }))
    const path = join(folder, 'acme.backup')
    const argv = [`--tenant=${from.slug}`, `--output=${path}`, '--passphrase-stdin']
    const made = await ace(['connections:export', ...argv], `${PASSPHRASE}\n`)
    const again = await ace(['connections:export', ...argv], `${PASSPHRASE}\n`)
    const forced = await ace(['connections:export', ...argv, '--force', '--json'], PASSPHRASE)
    const into = [path, `--tenant=${to.slug}`, '--passphrase-stdin']
    const dry = await ace(['connections:import', ...into, '--dry-run'], PASSPHRASE)
    const emptied = await everythingOf(to.id)
    const done = await ace(['connections:import', ...into, '--json'], PASSPHRASE)
    const taken = await ace(['connections:import', ...into], PASSPHRASE)

    assert.deepEqual([made.exitCode, made.stderr], [0, ''])
    assert.include(made.stdout, `2 connections of ${from.slug} in ${path}, sealed.`)
    assert.equal((await stat(path)).mode & 0o777, 0o600)
    assert.lengthOf(openByHand(await readFile(path, 'utf8')).connections, 2)
    assert.equal(again.exitCode, 1)
    assert.include(again.stderr, 'There is already something at')
    assert.deepEqual(JSON.parse(forced.stdout), { data: { path, connections: 2 } })
    assert.equal(dry.exitCode, 0, dry.stderr)
    assert.match(dry.stdout, /^create +Sales +owned by /m)
    assert.include(dry.stdout, `Nothing was changed: 2 of 2 would be written to ${to.slug}.`)
    assert.isEmpty(emptied)
    assert.containSubset(JSON.parse(done.stdout), {
      data: { dryRun: false, connections: [{ action: 'create' }, { action: 'create' }] },
    })
    assert.deepEqual(await everythingOf(to.id), await everythingOf(from.id))
    assert.equal(taken.exitCode, 1)
    assert.include(taken.stderr, '"Sales": Another connection has this name.')
    const outputs = [made, again, forced, dry, done, taken]
    for (const { stdout, stderr } of outputs) assert.notInclude(stdout + stderr, CANARY)
    const events = await AuditEvent.query().whereIn('tenant_id', [from.id, to.id])
    const told = events.map(({ action, actorId, targetName }) => [action, actorId, targetName])
    assert.includeDeepMembers(told, [
      ['connections.export', null, '2 connections'],
      ['connections.import', null, '2 connections'],
    ])
  })

  test('print a sealed file where it is piped on, and masks anywhere', async ({ assert }) => {
    const { admin, slug } = await tenant()
    await save(admin, postgresBody())
    const sealed = await ace(
      ['connections:export', `--tenant=${slug}`, '--passphrase-stdin', '--output=-'],
      PASSPHRASE
    )
    const masked = await ace(['connections:export', `--tenant=${slug}`, '--masked'])
    const path = join(folder, 'masked.json')
    await writeFile(path, masked.stdout)
    const imported = await ace([
      'connections:import',
      path,
      `--tenant=${slug}`,
      '--on-conflict=rename',
    ])

    assert.lengthOf(openByHand(sealed.stdout).connections, 1)
    assert.deepEqual(JSON.parse(masked.stdout).connections[0].credentials, { password: '••••' })
    assert.notInclude(masked.stdout, CANARY)
    assert.equal(imported.exitCode, 0, imported.stderr)
    assert.include(imported.stdout, 'as Sales (2)')
  })

  test('refuse what they cannot do, in one sentence', async ({ assert }) => {
    const { slug } = await tenant()
    const path = join(folder, 'x')
    await writeFile(path, 'nonsense')
    const output = `--output=${join(folder, 'y')}`
    const outcomes: [argv: string[], stdin: string, code: string][] = [
      [['connections:export', '--tenant=nowhere', output, '--masked'], '', 'E_TENANT_NOT_FOUND'],
      [['connections:export', `--tenant=${slug}`, output], '', 'E_NOBODY_TO_ASK'],
      [
        ['connections:export', `--tenant=${slug}`, output, '--passphrase-stdin'],
        'short',
        'E_INVALID',
      ],
      [['connections:import', path, `--tenant=${slug}`], '', 'E_NOBODY_TO_ASK'],
      [
        ['connections:import', path, `--tenant=${slug}`, '--passphrase-stdin'],
        'x',
        'E_BACKUP_UNREADABLE',
      ],
      [['connections:import', `${path}y`, `--tenant=${slug}`], '', 'E_FILE_UNREADABLE'],
      [['connections:import', path, `--tenant=${slug}`, '--on-conflict=destroy'], '', 'E_INVALID'],
    ]
    for (const [argv, stdin, code] of outcomes) {
      const { exitCode, stdout, stderr } = await ace([...argv, '--json'], stdin)
      assert.deepEqual([exitCode, stderr], [1, ''], argv.join(' '))
      assert.equal(JSON.parse(stdout).errors[0].code, code)
    }
  })

  test('replace only what was confirmed', async ({ assert }) => {
    const { id, admin, slug } = await tenant()
    await save(admin, postgresBody())
    const masked = await ace(['connections:export', `--tenant=${slug}`, '--masked'])
    const path = join(folder, 'masked.json')
    await writeFile(path, masked.stdout.replace('"tags": []', '"tags": ["new"]'))
    const argv = ['connections:import', path, `--tenant=${slug}`, '--on-conflict=replace']
    const refused = await ace(argv)
    const before = await everythingOf(id)
    const done = await ace([...argv, '--yes'])

    assert.equal(refused.exitCode, 1)
    assert.include(refused.stderr, 'say --yes')
    assert.deepEqual(before[0]?.tags, [])
    assert.equal(done.exitCode, 0, done.stderr)
    assert.containSubset(await everythingOf(id), [
      { tags: ['new'], credentials: { password: CANARY } },
    ])
  })
})

test.group('connections:export at a terminal', (group) => {
  let folder = ''

  group.each.timeout(60_000)
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backups-'))
    kernel.ui.switchMode('raw')
    const restore = [asTerminal(process.stdin), asTerminal(process.stdout)]
    return async () => {
      restore.forEach((undo) => undo())
      kernel.ui.switchMode('normal')
      await rm(folder, { recursive: true })
    }
  })

  test('asks twice for the passphrase', async ({ assert }) => {
    const { admin, slug } = await tenant()
    await save(admin, postgresBody())
    const path = join(folder, 'x')
    const differing = await exportAnswering([PASSPHRASE, `${PASSPHRASE}!`], slug, path)
    await assert.rejects(() => stat(path))
    const same = await exportAnswering([PASSPHRASE, PASSPHRASE], slug, path)

    assert.equal(differing.exitCode, 1)
    assert.equal(same.exitCode ?? 0, 0)
    assert.lengthOf(openByHand(await readFile(path, 'utf8')).connections, 1)
  })

  test('shows no sealed file on it', async ({ assert }) => {
    const { slug } = await tenant()
    const command = await kernel.exec('connections:export', [`--tenant=${slug}`])

    assert.equal(command.exitCode, 1)
  })
})

async function exportAnswering([first, second]: string[], slug: string, path: string) {
  const argv = [`--tenant=${slug}`, `--output=${path}`]
  const command = await kernel.create(ConnectionsExport, argv)
  command.prompt.trap('Passphrase of the file').replyWith(first ?? '')
  command.prompt.trap('The same again').replyWith(second ?? '')
  await command.exec()
  return command
}

function asTerminal(stream: { isTTY: boolean }) {
  const was = stream.isTTY
  stream.isTTY = true
  return () => {
    stream.isTTY = was
  }
}
