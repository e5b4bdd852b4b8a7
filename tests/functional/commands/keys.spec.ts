import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import RetiredKey from '#models/retired_key'
import { BUILD } from '#tests/support/build'
import { type Kind, useScratchDatabase } from '#tests/support/scratch_database'
import { freePort } from '#tests/support/servers/throwaway_process'
import { keyringOf, randomKey } from '#tests/unit/vault/fixtures'
import {
  passwordsOf,
  processWith,
  rowsByKey,
  sealTenant,
} from '#tests/unit/vault/rotation/sealed_installation'

const KINDS: Record<string, Kind> = { postgres: 'PostgreSQL', mysql: 'MariaDB' }

type Keys = [active: string, ...previous: string[]]

/** The commands as an operator runs them, each in a process of its own, on a database of the kind of this run. */
test.group('Keys, at the console', (group) => {
  const kind = KINDS[String(process.env.TEST_DATABASE_URL).split(':', 1)[0] ?? ''] ?? 'SQLite'
  const scratch = useScratchDatabase(group, kind)
  let folder: string
  group.each.timeout(240_000)
  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'varlor-keys-'))
    return () => rmSync(folder, { recursive: true })
  })

  const environment = (active: string, previous: string[] = []) => ({
    ...process.env,
    DATABASE_URL: scratch.url,
    REDIS_URL: '',
    LOG_LEVEL: 'info',
    CREDENTIAL_ENCRYPTION_KEY: active,
    CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS: previous.join(','),
    CREDENTIAL_ENCRYPTION_SEED: '',
  })

  /** Starts a command; `spoke` resolves when it has said something on standard error, or has ended. */
  function start(argv: string[], keys: Keys) {
    const child = spawn(process.execPath, ['ace.js', ...argv], {
      cwd: BUILD,
      env: environment(keys[0], keys.slice(1)),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()))
    const ended = new Promise<{ exitCode: number | null; stdout: string; stderr: string }>(
      (resolve) => child.once('close', (exitCode) => resolve({ exitCode, ...output }))
    )
    const spoke = new Promise<void>((resolve) => {
      child.stderr.once('data', () => resolve())
      child.once('close', () => resolve())
    })
    return { child, ended, spoke }
  }

  /** Runs a command to its end; `signal` is sent to it as soon as it says anything on standard error. */
  async function ace(argv: string[], keys: Keys, signal?: NodeJS.Signals) {
    const { child, ended, spoke } = start(argv, keys)
    if (signal) {
      await spoke
      child.kill(signal)
    }
    return ended
  }

  async function aceJson(argv: string[], keys: Keys) {
    const { exitCode, stdout, stderr } = await ace([...argv, '--json'], keys)
    return { exitCode, answer: JSON.parse(stdout || 'null'), stderr }
  }

  test('from a new key to the end of the old one', async ({ assert }) => {
    const older = randomKey()
    const before = processWith(older)
    const { tenantId, ids } = await sealTenant(before, 5)
    const oldId = before.keyring.active.id

    const file = join(folder, 'new.key')
    const generated = await aceJson(['keys:generate', `--out=${file}`], [older])
    assert.equal(generated.exitCode, 0)
    assert.equal(statSync(file).mode & 0o777, 0o400)
    const newer = readFileSync(file, 'utf8').trim()
    const newId = keyringOf(newer).active.id
    assert.containSubset(generated.answer.data, { id: newId, file })
    assert.notInclude(JSON.stringify(generated.answer), newer)

    const status = await aceJson(['keys:status'], [newer, older])
    assert.containSubset(status.answer.data.keys, [
      { id: newId, active: true, source: 'CREDENTIAL_ENCRYPTION_KEY', rows: {}, tenants: 0 },
      { id: oldId, active: false, tenants: 1, retiredAt: null },
    ])
    assert.deepEqual(status.answer.data.keys[1].rows, {
      database_connections: 5,
      password_rotations: 1,
      audit_chains: 1,
    })

    const early = await aceJson(['keys:retire', oldId], [newer, older])
    assert.equal(early.exitCode, 1)
    assert.containSubset(early.answer.errors, [{ code: 'E_KEYS_REFUSED' }])
    const unverified = await aceJson(['keys:verify', `--without=${oldId}`], [newer, older])
    assert.equal(unverified.exitCode, 1)
    assert.containSubset(unverified.answer.data, { verified: false, heldKeyIds: [newId] })

    const rotated = await aceJson(['keys:rotate', '--batch=2'], [newer, older])
    assert.equal(rotated.exitCode, 0, rotated.stderr)
    assert.equal(rotated.stderr, '')
    assert.containSubset(rotated.answer.data, { status: 'finished', resealed: 7, unreadable: [] })
    assert.deepEqual(Object.keys(await rowsByKey()), [newId])

    const verified = await ace(['keys:verify', `--without=${oldId}`], [newer, older])
    assert.equal(verified.exitCode, 0, verified.stdout)
    assert.match(verified.stdout, /database_connections\.sealed_credentials +opened 5 = 5 rows/)
    assert.include(verified.stdout, `Every sealed row opens with ${newId}, without ${oldId}.`)
    assert.match(verified.stderr, /100 % +8 of 8 rows/)

    const retired = await aceJson(['keys:retire', oldId], [newer, older])
    assert.equal(retired.exitCode, 0, JSON.stringify(retired.answer))
    assert.containSubset(retired.answer.data, { masterKeyId: oldId, openedRows: 8 })
    assert.lengthOf(await RetiredKey.all(), 1)
    const words = await ace(['keys:status'], [newer])
    assert.match(words.stdout, new RegExp(`${oldId} {2}retired 20`))
    const expected = ids.toSorted().map((id) => `password of ${id}`)
    assert.deepEqual(await passwordsOf(processWith(newer), tenantId, ids), expected)

    const back = await aceJson(['keys:rotate'], [older, newer])
    assert.containSubset(back, { exitCode: 1, answer: { errors: [{ code: 'E_KEYS_REFUSED' }] } })
  })

  test('what cannot be is refused in words', async ({ assert }) => {
    const older = randomKey()
    const before = processWith(older)
    await sealTenant(before, 1)
    const id = before.keyring.active.id
    for (const [argv, says] of [
      [['keys:retire', id], /is the active one/],
      [['keys:retire', '0123456789abcdef'], /was ever used here.*Those that were: /],
      [['keys:retire', 'K1'], /invalid/],
      [['keys:verify', `--without=${id}`], /is the active one/],
      [['keys:verify', '--without=0123456789abcdef'], /was ever used here/],
      [['keys:rotate', '--tenant=nobody'], /There is no tenant "nobody"/],
      [['keys:rotate', '--batch=0'], /batch/],
      [['keys:generate', '--out=/nowhere/at/all.key'], /could not be written/],
    ] as const) {
      const { exitCode, stderr } = await ace([...argv], [older])
      assert.equal(exitCode, 1, argv.join(' '))
      assert.match(stderr, says)
      assert.notInclude(stderr, '    at ')
    }
  })

  test('stopped by {signal} it ends its batch, and goes on with --resume')
    .with([{ signal: 'SIGINT' }, { signal: 'SIGTERM' }] as const)
    .run(async ({ assert }, { signal }) => {
      const [older, newer] = [randomKey(), randomKey()]
      const before = processWith(older)
      // A key to derive for each row: it cannot end before the signal arrives.
      for (let tenant = 0; tenant < 60; tenant++) await sealTenant(before, 1)
      const stopped = await ace(['keys:rotate', '--batch=1'], [newer, older], signal)
      assert.equal(stopped.exitCode, 1, stopped.stderr)
      assert.match(stopped.stdout, /Rows resealed[^]*Stopped\. Go on with: keys:rotate --resume/)
      const { answer } = await aceJson(['keys:verify'], [newer, older])
      assert.isTrue(answer.data.verified)

      const resumed = await aceJson(['keys:rotate', '--resume'], [newer, older])
      assert.equal(resumed.exitCode, 0, resumed.stderr)
      assert.equal(resumed.answer.data.status, 'finished')
      assert.deepEqual(Object.keys(await rowsByKey()), [keyringOf(newer).active.id])
      assert.lengthOf(await db.from('key_rotations'), 1)
    })

  test('killed outright it has lost nothing, and the next one need not wait', async ({
    assert,
  }) => {
    const [older, newer] = [randomKey(), randomKey()]
    const before = processWith(older)
    for (let tenant = 0; tenant < 30; tenant++) await sealTenant(before, 1)
    const killed = await ace(['keys:rotate', '--batch=1'], [newer, older], 'SIGKILL')
    assert.isNull(killed.exitCode)
    const { answer } = await aceJson(['keys:verify'], [newer, older])
    assert.isTrue(answer.data.verified)
    const resumed = await aceJson(['keys:rotate', '--resume'], [newer, older])
    assert.equal(resumed.exitCode, 0, JSON.stringify(resumed.answer))
    assert.deepEqual(Object.keys(await rowsByKey()), [keyringOf(newer).active.id])
  })

  test('one that was stopped, and overtaken, writes nothing when it goes on', async ({
    assert,
  }) => {
    const [older, newer] = [randomKey(), randomKey()]
    const before = processWith(older)
    for (let tenant = 0; tenant < 60; tenant++) await sealTenant(before, 1)
    const first = start(['keys:rotate', '--batch=1'], [newer, older])
    await first.spoke
    await stopBetweenTransactions(first.child)
    const second = await aceJson(['keys:rotate'], [newer, older])
    assert.equal(second.exitCode, 0, JSON.stringify(second.answer))
    const rows = () => db.from('database_connections').orderBy('id')
    const rotations = () => db.from('key_rotations').orderBy('id')
    const [sealed, books] = [await rows(), await rotations()]

    first.child.kill('SIGCONT')
    const { exitCode, stderr } = await first.ended
    assert.equal(exitCode, 1)
    assert.match(stderr, /Another process has taken over/)
    assert.deepEqual([await rows(), await rotations()], [sealed, books])
  })

  /** Stops a process, and has its lease run out. On SQLite it must not hold the write lock then. */
  async function stopBetweenTransactions(child: ChildProcess) {
    for (;;) {
      child.kill('SIGSTOP')
      try {
        await db.from('leases').update({ expires_at: 0 })
        return
      } catch {
        child.kill('SIGCONT')
      }
    }
  }

  test('a server that seals with the old key is named, until it is gone', async ({ assert }) => {
    const [older, newer] = [randomKey(), randomKey()]
    await sealTenant(processWith(older), 1)
    const server = await serve(older)
    const refused = await aceJson(['keys:rotate'], [newer, older])
    assert.equal(refused.exitCode, 1)
    assert.equal(refused.answer.errors[0].code, 'E_KEYS_REFUSED')
    assert.include(refused.answer.errors[0].message, `process ${server.pid} on `)
    const { answer } = await aceJson(['keys:status'], [newer, older])
    assert.containSubset(answer.data.servers, [
      { pid: server.pid, holdsActive: false, sealsWithActive: false },
    ])
    await server.end()
    const rotated = await aceJson(['keys:rotate'], [newer, older])
    assert.equal(rotated.exitCode, 0, JSON.stringify(rotated.answer))

    await aceJson(['keys:retire', keyringOf(older).active.id], [newer])
    const late = await serve(older, [newer]).catch((error: Error) => error)
    assert.match(String(late), /Varlor refuses to start[^]*is retired/)
    const missing = await serve(randomKey()).catch((error: Error) => error)
    assert.match(String(missing), new RegExp(`not configured: ${keyringOf(newer).active.id}`))
  })

  /** A server on the scratch database, once it serves. */
  async function serve(active: string, previous: string[] = []) {
    const child = spawn(process.execPath, ['bin/server.js'], {
      cwd: BUILD,
      env: { ...environment(active, previous), PORT: String(await freePort()) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
    await new Promise<void>((resolve, reject) => {
      let output = ''
      const read = (chunk: Buffer) => {
        output += chunk.toString()
        if (output.includes('started HTTP server')) resolve()
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('close', () => reject(new Error(output)))
    })
    return {
      pid: child.pid,
      end: () => {
        child.kill('SIGTERM')
        return ended
      },
    }
  }
})
