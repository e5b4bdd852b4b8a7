import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@adonisjs/core/helpers'
import { test } from '@japa/runner'
import { FileProvider } from '#vault/key_providers/file_provider'
import { readKeyFile } from '#vault/key_providers/key_file'
import { MasterKeyring } from '#vault/master_keyring'
import { failureOf, keyringOf, randomKey } from '../fixtures.js'
import { registerKeyProviderSuite } from './suite.js'

const US = process.geteuid?.() ?? 0

/** A folder for a test's key files. */
function keyFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'varlor-keys-'))
  const file = (name: string, text: string, mode = 0o400) => {
    const path = join(folder, name)
    rmSync(path, { force: true })
    writeFileSync(path, text)
    chmodSync(path, mode)
    return path
  }
  return { folder, file, remove: () => rmSync(folder, { recursive: true }) }
}

const SAYS = {
  'altered': /CREDENTIAL_ENCRYPTION_KEY_(FILE|FOLDER, active\.key,) is not base64/,
  "another's": null,
  'out of reach': /(active, which does not exist|has no file active\.key)/,
  'denied': /whose mode is 0440 instead of 0400\. Run: chmod 0400 '.*\/active(\.key)?'/,
}

registerKeyProviderSuite({
  provider: 'file',
  against: 'files of variables',
  source: /^file .*\/active$/,
  says: SAYS,
  async start() {
    const { file, remove } = keyFolder()
    return {
      secrets: [],
      protect: async (key) => key,
      configure: async ({ active, previous }) => ({
        provider: 'file',
        activeFile: active === undefined ? undefined : file('active', `${active}\n`),
        previousFile: previous?.length ? file('previous', previous.join('\n')) : undefined,
      }),
      async fail(fault, active) {
        const text = fault === 'altered' ? active.slice(1) : active
        const activeFile = file('active', text, fault === 'denied' ? 0o440 : 0o400)
        if (fault === 'out of reach') rmSync(activeFile)
        return { provider: 'file', activeFile }
      },
      stop: async () => remove(),
    }
  },
})

registerKeyProviderSuite({
  provider: 'file',
  against: 'a folder',
  source: /^file .*\/active\.key$/,
  says: SAYS,
  async start() {
    const { folder, file, remove } = keyFolder()
    return {
      secrets: [],
      protect: async (key) => key,
      async configure({ active, previous = [] }) {
        if (active !== undefined) file('active.key', `${active}\n`)
        for (const [index, key] of previous.entries()) file(`${index}.key`, key)
        return { provider: 'file', folder }
      },
      async fail(fault, active) {
        const text = fault === 'altered' ? active.slice(1) : active
        const path = file('active.key', text, fault === 'denied' ? 0o440 : 0o400)
        if (fault === 'out of reach') rmSync(path)
        return { provider: 'file', folder }
      },
      stop: async () => remove(),
    }
  },
})

test.group('Key files', (group) => {
  let files: ReturnType<typeof keyFolder>
  group.each.setup(() => {
    files = keyFolder()
    return () => files.remove()
  })

  const refusalOf = (path: string, user = US) =>
    failureOf((async () => readKeyFile(path, 'CREDENTIAL_ENCRYPTION_KEY_FILE', user))())

  test('mode {mode} is refused, with the command that mends it')
    .with(
      ['0000', '0200', '0600', '0440', '0404', '0401', '0444', '0500', '0644', '2400', '4400'].map(
        (mode) => ({ mode })
      )
    )
    .run(async ({ assert }, { mode }) => {
      const key = randomKey()
      const path = files.file('key', key, Number.parseInt(mode, 8))
      const error = await refusalOf(path)
      assert.equal(error.code, 'E_MASTER_KEY_INVALID')
      if (US === 0 || mode !== '0000') {
        assert.include(
          error.message,
          `whose mode is ${mode} instead of 0400. Run: chmod 0400 '${path}'`
        )
      }
      assert.notInclude(error.message, key)
    })

  test("somebody else's file is refused, root's and one's own are not", async ({ assert }) => {
    const path = files.file('key', 'text')
    assert.equal(readKeyFile(path, 'V', US), 'text')
    const user = US + 4_242
    if (US === 0) {
      assert.equal(readKeyFile(path, 'V', user), 'text')
      chownSync(path, user + 1, user + 1)
    }
    const error = await refusalOf(path, user)
    assert.match(error.message, /belongs to user \d+ instead of \d+, whom this process runs as/)
    assert.include(error.message, `Run: chown ${user} '${path}'`)
  })

  test('a link is not followed, wherever it leads', async ({ assert }) => {
    const target = files.file('key', randomKey())
    for (const to of [target, '/absent']) {
      const link = join(files.folder, `link-${to.length}`)
      symlinkSync(to, link)
      const error = await refusalOf(link)
      assert.match(error.message, /is a symbolic link.*provider "environment"/)
    }
  })

  test('a folder, a pipe, a socket, a device and nothing are refused at once', async ({
    assert,
  }) => {
    const [folder, pipe, socket] = ['folder', 'pipe', 'socket'].map((name) =>
      join(files.folder, name)
    )
    mkdirSync(`${folder}`, { mode: 0o400 })
    execFileSync('mkfifo', ['-m', '0400', `${pipe}`])
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(`${socket}`, resolve))
    for (const path of [`${folder}`, `${pipe}`, '/dev/null']) {
      assert.match((await refusalOf(path)).message, /is not a regular file/)
    }
    assert.match((await refusalOf(`${socket}`)).message, /is a socket/)
    assert.match((await refusalOf(join(files.folder, 'absent'))).message, /does not exist/)
    assert.match((await refusalOf(join(files.folder, 'a', 'b'))).message, /does not exist/)
    await new Promise((resolve) => server.close(resolve))
  })

  test('what is much too long to be keys is not read', async ({ assert }) => {
    const path = files.file('key', 'A'.repeat(64 * 1024 + 1))
    assert.match((await refusalOf(path)).message, /too long/)
  })
})

test.group('Key folders', (group) => {
  let files: ReturnType<typeof keyFolder>
  group.each.setup(() => {
    files = keyFolder()
    return () => files.remove()
  })

  const load = (sources: object) =>
    MasterKeyring.load({ provider: 'file', folder: files.folder, ...sources }, { allowSeed: false })

  test('only files named *.key are keys', async ({ assert }) => {
    const [active, older] = [randomKey(), randomKey()]
    files.file('active.key', active)
    files.file('2025.key', older)
    files.file('README', 'not a key')
    const ring = await load({})
    assert.deepEqual(ring.ids, keyringOf(active, older).ids)
    assert.equal(ring.sourceOf(`${ring.ids[1]}`), `file ${join(files.folder, '2025.key')}`)
  })

  test('a folder into which others may write is refused', async ({ assert }) => {
    files.file('active.key', randomKey())
    for (const mode of [0o770, 0o702, 0o777]) {
      chmodSync(files.folder, mode)
      const error = await failureOf(load({}))
      assert.include(error.message, `its mode is 0${mode.toString(8)}`)
      assert.include(error.message, `Run: chmod 0700 '${files.folder}'`)
    }
  })

  test("somebody else's folder is refused", async ({ assert }) => {
    files.file('active.key', randomKey())
    const user = US + 4_242
    if (US === 0) chownSync(files.folder, user + 1, user + 1)
    const provider = new FileProvider({ folder: files.folder }, user)
    const error = await failureOf(provider.entries())
    assert.include(error.message, `Run: chown ${user} '${files.folder}'`)
  })

  test('what is not a folder is named', async ({ assert }) => {
    for (const folder of [join(files.folder, 'absent'), files.file('file', '')]) {
      const error = await failureOf(load({ folder }))
      assert.match(error.message, /CREDENTIAL_ENCRYPTION_KEY_FOLDER names .* not a folder/)
    }
  })

  test('a folder goes with no file, and neither with keys in the environment', async ({
    assert,
  }) => {
    const path = files.file('active.key', randomKey())
    const key = randomKey()
    for (const [sources, says] of [
      [{ activeFile: path }, /KEY_FOLDER and CREDENTIAL_ENCRYPTION_KEY_FILE are both set/],
      [{ previousFile: path }, /KEY_FOLDER and CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS_FILE are both/],
      [{ active: new Secret(key) }, /CREDENTIAL_ENCRYPTION_KEY is set, and the provider is "file"/],
      [{ previous: new Secret(key) }, /PREVIOUS_KEYS is set, and the provider is "file"/],
    ] as const) {
      const error = await failureOf(load(sources))
      assert.match(error.message, says)
      assert.notInclude(error.message, key)
    }
  })
})
