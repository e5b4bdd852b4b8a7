import { createHmac, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { Secret } from '@adonisjs/core/helpers'
import { test } from '@japa/runner'
import fc from 'fast-check'
import type { MasterKeySources } from '#vault/key_providers/create_key_provider'
import { masterKeyIdOf, openMasterKey } from '#vault/master_key'
import { MasterKeyring, type LoadOptions } from '#vault/master_keyring'
import { failureOf, keyringOf, randomKey } from './fixtures.js'

function load(
  sources: Partial<Record<'active' | 'activeFile' | 'previous' | 'previousFile' | 'seed', string>>,
  allowSeed = false,
  options: Partial<LoadOptions> = {}
) {
  const secret = (text?: string) => (text === undefined ? undefined : new Secret(text))
  const read: MasterKeySources = {
    active: secret(sources.active),
    activeFile: sources.activeFile,
    previous: secret(sources.previous),
    previousFile: sources.previousFile,
    seed: secret(sources.seed),
  }
  return MasterKeyring.load(read, { allowSeed, ...options })
}

test.group('Master keyring', (group) => {
  let folder: string
  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'varlor-keys-'))
    return () => rmSync(folder, { recursive: true })
  })

  function file(name: string, text: string): string {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }

  test('the id of a key is a fingerprint that others can compute from the key', async ({
    assert,
  }) => {
    const bytes = randomBytes(32)
    const expected = createHmac('sha256', bytes).update('varlor master key id').digest('hex')
    const ring = await load({ active: bytes.toString('base64') })
    assert.equal(ring.active.id, expected.slice(0, 16))
  })

  test('the active key comes first and earlier ones are found by their id', async ({ assert }) => {
    const [active, older, oldest] = [randomKey(), randomKey(), randomKey()]
    const ring = await load({ active, previous: ` ${older} , ${oldest},` })
    const ids = [active, older, oldest].map((key) => keyringOf(key).active.id)
    assert.deepEqual(ring.ids, ids)
    for (const id of ids) assert.equal(ring.find(id)?.id, id)
    assert.isUndefined(ring.find('0000000000000000'))
  })

  test('keys are read from files, the earlier ones a line each', async ({ assert }) => {
    const [active, older, oldest] = [randomKey(), randomKey(), randomKey()]
    const ring = await load({
      activeFile: file('active', `${active}\n`),
      previousFile: file('previous', `${older}\r\n\n${oldest}\n`),
    })
    assert.deepEqual(ring.ids, keyringOf(active, older, oldest).ids)
  })

  test('a ring shows no key when it is printed or serialized', async ({ assert }) => {
    const key = randomKey()
    const ring = await load({ active: key })
    const bytes = Buffer.from(key, 'base64')
    const shown = inspect(ring, { depth: 9, showHidden: true }) + JSON.stringify(ring)
    assert.notInclude(shown, key)
    assert.notInclude(shown, bytes.toString('hex'))
    assert.notInclude(shown, bytes.subarray(0, 4).join(', '))
  })

  test('every random key is accepted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constant(null), async () => {
        const { ids } = await load({ active: randomKey() })
        return ids.length === 1
      }),
      { numRuns: 5_000 }
    )
  })

  test('refuses {fault}')
    .with([
      { fault: 'text that is not base64', key: 'not base64 at all!', says: /not base64/ },
      { fault: 'base64 without its padding', key: randomKey().replace('=', ''), says: /padding/ },
      { fault: 'the url alphabet', key: `_${'-'.repeat(42)}=`, says: /not base64/ },
      { fault: 'a short key', key: randomBytes(16).toString('base64'), says: /16 bytes/ },
      { fault: 'a long key', key: randomBytes(33).toString('base64'), says: /33 bytes/ },
      { fault: 'a hexadecimal key', key: randomBytes(32).toString('hex'), says: /48 bytes/ },
      { fault: 'an empty key', key: ' ', says: /is empty/ },
      { fault: 'zeros', key: Buffer.alloc(32).toString('base64'), says: /passphrase|repeat/ },
      {
        fault: 'a passphrase in base64',
        key: Buffer.from('correct horse battery staple 123').toString('base64'),
        says: /plain text/,
      },
      {
        fault: 'a passphrase that is base64 by chance',
        key: 'correcthorsebatterystaplecorrecthorsebattes=',
        says: /passphrase/,
      },
      {
        fault: 'a repeated word',
        key: Buffer.from('deadbeef00c0ffee'.repeat(4), 'hex').toString('base64'),
        says: /repeat/,
      },
      {
        fault: 'a sequence',
        key: Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64'),
        says: /pattern/,
      },
    ])
    .run(async ({ assert }, { key, says }) => {
      for (const sources of [{ active: key }, { active: randomKey(), previous: `${key},` }]) {
        if (key.trim() === '' && 'previous' in sources) continue
        const error = await failureOf(load(sources))
        assert.equal(error.code, 'E_MASTER_KEY_INVALID')
        assert.match(error.message, says)
        assert.match(error.message, /CREDENTIAL_ENCRYPTION_/)
        assert.include(error.message, 'openssl rand -base64 32')
        if (key.trim() !== '') assert.notInclude(error.message, key)
      }
    })

  test('says which of the earlier keys is wrong', async ({ assert }) => {
    const error = await failureOf(
      load({ active: randomKey(), previous: `${randomKey()},nonsense` })
    )
    assert.include(error.message, 'CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS, key 2,')
    assert.notInclude(error.message, 'nonsense')
  })

  test('refuses a key that is named twice', async ({ assert }) => {
    const [active, older] = [randomKey(), randomKey()]
    for (const previous of [active, `${older},${older}`]) {
      const error = await failureOf(load({ active, previous }))
      assert.match(error.message, /twice/)
      assert.notInclude(error.message, active)
    }
  })

  test('refuses a variable together with its file', async ({ assert }) => {
    const key = randomKey()
    const both = await failureOf(load({ active: key, activeFile: file('active', key) }))
    assert.match(both.message, /CREDENTIAL_ENCRYPTION_KEY and CREDENTIAL_ENCRYPTION_KEY_FILE/)
  })

  test('names the file that it cannot read', async ({ assert }) => {
    const path = join(folder, 'absent')
    const error = await failureOf(load({ active: randomKey(), previousFile: path }))
    assert.include(error.message, 'CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS_FILE')
    assert.include(error.message, path)
  })

  test('an empty file is not a key', async ({ assert }) => {
    const error = await failureOf(load({ activeFile: file('active', '\n') }))
    assert.match(error.message, /CREDENTIAL_ENCRYPTION_KEY_FILE is empty/)
  })

  test('a seed gives the same key everywhere, where seeds are allowed', async ({ assert }) => {
    // HKDF-SHA-256 and HMAC-SHA-256 computed with Python's hmac module.
    const ring = await load({ seed: 'tests-only-seed' }, true)
    assert.equal(ring.active.id, '565cd99305f04228')
    const other = await load({ seed: 'another' }, true)
    assert.notEqual(other.active.id, '565cd99305f04228')
  })

  test('a key goes before a seed', async ({ assert }) => {
    const active = randomKey()
    const ring = await load({ active, seed: 'seed' }, true)
    assert.deepEqual(ring.ids, keyringOf(active).ids)
  })

  test('a seed is refused where seeds are not allowed, and so is nothing at all', async ({
    assert,
  }) => {
    const seed = await failureOf(load({ seed: 'secret seed' }))
    assert.match(seed.message, /CREDENTIAL_ENCRYPTION_KEY is not set.*development and tests only/)
    assert.notInclude(seed.message, 'secret seed')
    for (const allowSeed of [true, false]) {
      const nothing = await failureOf(load({}, allowSeed))
      assert.match(nothing.message, /openssl rand -base64 32/)
    }
  })

  test('a key to do without is never held, though it is configured', async ({ assert }) => {
    const [active, older, oldest] = [randomKey(), randomKey(), randomKey()]
    const [activeId, olderId, oldestId] = keyringOf(active, older, oldest).ids
    const ring = await load({ active, previous: `${older},${oldest}` }, false, { without: olderId })
    assert.deepEqual(ring.ids, [activeId, oldestId])
    assert.isUndefined(ring.find(`${olderId}`))
    const unknown = await load({ active }, false, { without: '0123456789abcdef' })
    assert.deepEqual(unknown.ids, [activeId])
  })

  test('there is no doing without the active key', async ({ assert }) => {
    const [active, older] = [randomKey(), randomKey()]
    const without = keyringOf(active).active.id
    const error = await failureOf(load({ active, previous: older }, false, { without }))
    assert.equal(error.code, 'E_MASTER_KEY_INVALID')
    assert.include(error.message, without)
  })

  test('the bytes of a key are wiped whether it is held, left out or refused', async ({
    assert,
  }) => {
    const held = randomBytes(32)
    const [weak, short] = [Buffer.alloc(32, 7), randomBytes(31)]
    const reveal = (bytes: Buffer) => ({
      name: 'KEY',
      source: 'a test',
      remedy: 'Make another',
      reveal: async () => bytes,
    })
    const id = masterKeyIdOf(held)
    const copy = Buffer.from(held)
    assert.equal((await openMasterKey(reveal(held)))?.id, id)
    assert.isNull(await openMasterKey(reveal(copy), id))
    for (const bytes of [weak, short]) await failureOf(openMasterKey(reveal(bytes)))
    for (const bytes of [held, copy, weak, short]) {
      assert.isTrue(bytes.every((byte) => byte === 0))
    }
  })

  test('says where each key is kept, and no more', async ({ assert }) => {
    const [active, older] = [randomKey(), randomKey()]
    const ring = await load({ active, previousFile: file('previous', older) })
    const [activeId, olderId] = ring.ids
    assert.equal(ring.sourceOf(`${activeId}`), 'CREDENTIAL_ENCRYPTION_KEY')
    assert.equal(ring.sourceOf(`${olderId}`), `file ${join(folder, 'previous')}`)
    assert.throws(() => ring.sourceOf('0123456789abcdef'), RangeError)
    const seeded = await load({ seed: 'seed' }, true)
    assert.equal(seeded.sourceOf(seeded.active.id), 'CREDENTIAL_ENCRYPTION_SEED')
  })
})
