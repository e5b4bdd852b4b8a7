import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import hash from '@adonisjs/core/services/hash'
import { test } from '@japa/runner'
import Database from 'better-sqlite3'
import { BUILD } from '#tests/support/build'
import { freePort } from '#tests/support/servers/throwaway_process'

const APP_KEY = randomBytes(32).toString('base64')
const MASTER_KEY = randomBytes(32).toString('base64')
const NOW = '2026-01-01 00:00:00'

/** Starts real processes, each with a data folder of its own and nothing of this one's configuration. */
test.group('The server process', (group) => {
  let migrated: string
  let folder: string
  group.setup(async () => {
    migrated = folder = mkdtempSync(join(tmpdir(), 'varlor-boot-'))
    await migrate()
    return () => rmSync(migrated, { recursive: true })
  })
  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'varlor-boot-'))
    return () => rmSync(folder, { recursive: true })
  })
  group.each.timeout(60_000)

  const environment = (extra: Record<string, string>) => ({
    PATH: process.env.PATH ?? '',
    HOME: folder,
    ENV_PATH: folder,
    DATA_DIR: join(folder, 'data'),
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    APP_URL: 'http://localhost:3333',
    APP_KEY,
    CREDENTIAL_ENCRYPTION_KEY: MASTER_KEY,
    ...extra,
  })

  /** Runs the server until it ends or says that it serves. */
  async function boot(extra: Record<string, string>) {
    const server = spawn(process.execPath, ['bin/server.js'], {
      cwd: BUILD,
      env: environment(extra),
      timeout: 50_000,
    })
    let output = ''
    let served = false
    const listen = (chunk: Buffer) => {
      output += chunk.toString()
      served ||= output.includes('started HTTP server')
      if (served) server.kill('SIGTERM')
    }
    server.stdout.on('data', listen)
    server.stderr.on('data', listen)
    const code = await new Promise<number | null>((resolve) => server.once('close', resolve))
    return { code, output, served }
  }

  async function migrate() {
    const args = ['bin/console.js', 'migration:run', '--force']
    await promisify(execFile)(process.execPath, args, { cwd: BUILD, env: environment({}) })
  }

  /** A migrated database with one tenant and its administrator. */
  async function migratedDatabase(password: string) {
    cpSync(join(migrated, 'data'), join(folder, 'data'), { recursive: true })
    const database = new Database(join(folder, 'data', 'varlor.sqlite'))
    insert(database, 'tenants', { id: 't', name: 'T', slug: 't', created_at: NOW, updated_at: NOW })
    insert(database, 'users', {
      id: 'u',
      tenant_id: 't',
      email: 'admin@example.com',
      role: 'admin',
      password: await hash.make(password),
      created_at: NOW,
      updated_at: NOW,
    })
    return database
  }

  test('says everything that is wrong and ends, showing no secret', async ({ assert }) => {
    const { code, output, served } = await boot({
      APP_KEY: 'short-app-key-short',
      AUTO_AUTH: 'true',
      CREDENTIAL_ENCRYPTION_SEED: 'the-seed-itself',
      CREDENTIAL_ENCRYPTION_KEY: 'the-key-itself',
    })
    assert.equal(code, 1)
    assert.isFalse(served)
    for (const name of [
      'APP_KEY',
      'AUTO_AUTH',
      'CREDENTIAL_ENCRYPTION_SEED',
      'CREDENTIAL_ENCRYPTION_KEY',
    ]) {
      assert.include(output, `- ${name} `)
    }
    for (const secret of ['short-app-key', 'the-seed-itself', 'the-key-itself']) {
      assert.notInclude(output, secret)
    }
  })

  test('names APP_KEY where it is too short for the framework itself', async ({ assert }) => {
    const { code, output } = await boot({ APP_KEY: 'Sh0rt-but-m1xed' })
    assert.equal(code, 1)
    assert.include(output, 'APP_KEY is short')
    assert.notInclude(output, 'Sh0rt')
  })

  test('refuses a malformed variable without quoting the password in it', async ({ assert }) => {
    const { code, output } = await boot({ DATABASE_URL: 'postgress://varlor:hunter2@db/varlor' })
    assert.equal(code, 1)
    assert.include(output, 'DATABASE_URL')
    assert.notInclude(output, 'hunter2')
  })

  test('a database without tables is not served', async ({ assert }) => {
    const { code, output, served } = await boot({})
    assert.isFalse(served)
    assert.equal(code, 1)
    assert.include(output, 'node ace migration:run')
  })

  test('a migrated database with safe variables is served', async ({ assert }) => {
    cpSync(join(migrated, 'data'), join(folder, 'data'), { recursive: true })
    const { code, output, served } = await boot({})
    assert.isTrue(served, output)
    assert.equal(code, 0)
  })

  /** Runs the server, and lets a test be its client. */
  async function serving(cleanup: (run: () => void) => void, extra: Record<string, string>) {
    cpSync(join(migrated, 'data'), join(folder, 'data'), { recursive: true })
    const port = await freePort()
    const server = spawn(process.execPath, ['bin/server.js'], {
      cwd: BUILD,
      env: environment({ PORT: String(port), ...extra }),
    })
    cleanup(() => void server.kill('SIGKILL'))
    const ended = once(server, 'close')
    await saying(server.stdout, 'started HTTP server')
    const line = () => connect(port, '127.0.0.1').on('error', () => {})
    return { server, ended, line }
  }

  /** Asks for something and keeps the body of the request back, once the server waits for it. */
  async function askSlowly(socket: Socket) {
    const head = 'POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
    socket.write(`${head}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`)
    await saying(socket, '100 Continue')
  }

  test('told to end, it answers who waits, leaves idle lines, and ends well', async ({
    assert,
    cleanup,
  }) => {
    const { server, ended, line } = await serving(cleanup, {})
    const patient = line()
    await askSlowly(patient)
    const silent = line()
    const idle = line()
    idle.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n')
    await saying(idle, '"ok"')

    server.kill('SIGTERM')
    await Promise.all([once(silent, 'close'), once(idle, 'close')])
    patient.write('{}')
    await saying(patient, 'HTTP/1.1 302')
    assert.deepEqual(await ended, [0, null])
  })

  test('told to end, it cuts off who stalls, and ends well', async ({ assert, cleanup }) => {
    const { server, ended, line } = await serving(cleanup, { DRAIN_SECONDS: '1' })
    const stalled = line()
    await askSlowly(stalled)
    server.kill('SIGTERM')
    await once(stalled, 'close')
    assert.deepEqual(await ended, [0, null])
  })

  test('names the master key that a saved connection needs and nobody has', async ({ assert }) => {
    const database = await migratedDatabase('another password')
    insert(database, 'database_connections', {
      id: 'c',
      tenant_id: 't',
      owner_id: 'u',
      name: 'C',
      name_key: 'c',
      type: 'sqlite',
      config: '{}',
      credential_fields: '[]',
      visibility: 'private',
      sealed_credentials: 'sealed',
      master_key_id: '0123456789abcdef',
      created_at: NOW,
      updated_at: NOW,
    })
    database.close()
    const { code, output, served } = await boot({})
    assert.equal(code, 1)
    assert.isFalse(served)
    assert.include(output, '0123456789abcdef')
    assert.include(output, 'CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS')
  })

  test('names the master keys that a restored dump needs, whatever was sealed with them', async ({
    assert,
  }) => {
    const database = await migratedDatabase('another password')
    insert(database, 'audit_chains', {
      id: 't',
      sealed_key: 'sealed',
      master_key_id: 'fedcba9876543210',
      sequence: '0',
      hash: '',
      pruned_hash: '',
      pruned_proof: '',
      created_at: NOW,
      updated_at: NOW,
    })
    database.close()
    const { code, output, served } = await boot({})
    assert.equal(code, 1)
    assert.isFalse(served)
    assert.include(output, 'fedcba9876543210')
    assert.include(output, 'CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS')
  })

  test('the default admin is refused, except in a trial', async ({ assert }) => {
    const database = await migratedDatabase('admin1234')
    database.close()
    const refused = await boot({})
    assert.equal(refused.code, 1)
    assert.include(refused.output, 'admin@example.com')
    assert.notInclude(refused.output, 'admin1234')
    const trial = await boot({ TRIAL: 'true' })
    assert.isTrue(trial.served, trial.output)
    assert.notInclude(trial.output, 'well-known password')
  })

  test('an admin with another password is nobody special', async ({ assert }) => {
    const database = await migratedDatabase('another password')
    database.close()
    const { served, output } = await boot({})
    assert.isTrue(served, output)
  })
})

/** Waits until a stream has said something. */
async function saying(stream: Readable, words: string): Promise<void> {
  let said = ''
  const heard = Promise.withResolvers<void>()
  const listen = (chunk: Buffer) => {
    said += chunk.toString()
    if (said.includes(words)) heard.resolve()
  }
  stream.on('data', listen)
  stream.once('close', () => heard.reject(new Error(`It ended with: ${said}`)))
  await heard.promise
  stream.off('data', listen)
}

function insert(database: Database.Database, table: string, row: Record<string, string>) {
  const names = Object.keys(row)
  const places = names.map((name) => `@${name}`)
  database.prepare(`insert into ${table} (${names.join()}) values (${places.join()})`).run(row)
}
