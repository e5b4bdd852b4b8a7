import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

/** The set-up works on the project that it lies in: each test gives it an empty one. */
test.group('Set-up of npm start', (group) => {
  let project: string
  group.each.setup(() => {
    project = mkdtempSync(join(tmpdir(), 'varlor-workspace-'))
    mkdirSync(join(project, 'bin'))
    cpSync(app.makePath('bin/workspace.mjs'), join(project, 'bin', 'workspace.mjs'))
    return () => rmSync(project, { recursive: true })
  })

  /** Runs code with everything that the set-up exports, and nothing of this process's environment. */
  function run(code: string, env: Record<string, string> = {}) {
    const workspace = pathToFileURL(join(project, 'bin', 'workspace.mjs')).href
    const script = `import * as workspace from '${workspace}'\n${code}`
    const options = { cwd: project, env: { PATH: process.env.PATH ?? '', ...env } }
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      execFile(
        process.execPath,
        ['--input-type=module', '--eval', script],
        options,
        (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr })
      )
    })
  }

  const readEnv = () => readFileSync(join(project, '.env'), 'utf8')

  test('writes fresh keys that only their owner can read, and keeps them', async ({ assert }) => {
    const first = await run('workspace.ensureEnvFile(); console.log(process.env.APP_KEY)')
    const written = readEnv()
    assert.equal(statSync(join(project, '.env')).mode & 0o777, 0o600)
    assert.match(written, /^APP_KEY=[\w-]{43}$/m)
    assert.match(written, /^CREDENTIAL_ENCRYPTION_KEY=[\w+/]{43}=$/m)
    assert.include(written, first.stdout.trim())
    assert.notInclude(first.stderr, first.stdout.trim())
    await run('workspace.ensureEnvFile()')
    assert.equal(readEnv(), written)
    rmSync(join(project, '.env'))
    await run('workspace.ensureEnvFile()')
    assert.notEqual(readEnv(), written)
  })

  test('names the key that an .env lacks', async ({ assert }) => {
    for (const [text, missing] of [
      ['CREDENTIAL_ENCRYPTION_KEY=key', 'APP_KEY'],
      ['APP_KEY=key', 'CREDENTIAL_ENCRYPTION_KEY'],
    ]) {
      writeFileSync(join(project, '.env'), `${text}\n`)
      const { code, stderr } = await run('workspace.ensureEnvFile()')
      assert.equal(code, 1)
      assert.match(stderr, new RegExp(`^✗ \\.env has no ${missing}\\. .*openssl rand -base64 32`))
    }
  })

  test('a master key may be in a file or a folder', async ({ assert }) => {
    for (const twin of ['FILE', 'FOLDER']) {
      writeFileSync(join(project, '.env'), `APP_KEY=k\nCREDENTIAL_ENCRYPTION_KEY_${twin}=/keys\n`)
      assert.equal((await run('workspace.ensureEnvFile()')).code, 0, twin)
    }
  })

  test('a trial stays on this machine unless it is told otherwise', async ({ assert }) => {
    const code =
      'workspace.useTrialDefaults(); const { NODE_ENV, HOST, PORT, APP_URL, DATA_DIR } = process.env; ' +
      'console.log(JSON.stringify({ NODE_ENV, HOST, PORT, APP_URL, DATA_DIR }))'
    const trial = await run(code)
    assert.deepEqual(JSON.parse(trial.stdout), {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '3333',
      APP_URL: 'http://localhost:3333',
      DATA_DIR: join(project, 'tmp', 'data'),
    })
    const told = await run(code, { HOST: '::1', PORT: '4000', DATA_DIR: '/data' })
    assert.deepInclude(JSON.parse(told.stdout), {
      HOST: '::1',
      APP_URL: 'http://localhost:4000',
      DATA_DIR: '/data',
    })
  })

  test('refuses a port that is none', async ({ assert }) => {
    const { code, stderr } = await run('workspace.useTrialDefaults()', { PORT: 'http' })
    assert.equal(code, 1)
    assert.equal(stderr, '✗ PORT is not a port: http\n')
  })

  test('a command that fails ends the set-up with its code, and says what it said', async ({
    assert,
  }) => {
    const script = `process.stderr.write('the reason'); process.exit(7)`
    const failing = `workspace.run('node', ['--eval', ${JSON.stringify(script)}], { quiet: true }); console.log('went on')`
    const { code, stdout, stderr } = await run(failing)
    assert.equal(code, 7)
    assert.equal(stdout, '')
    assert.match(stderr, /^the reason✗ node .* failed\n$/)
  })

  test("the project's own commands come first", async ({ assert }) => {
    const { stdout } = await run('console.log(workspace.environment({ MORE: "1" }).PATH)')
    assert.isTrue(stdout.startsWith(join(project, 'node_modules', '.bin')))
  })
})
