import { test } from '@japa/runner'
import { compactDecrypt } from 'jose'
import { scryptSync } from 'node:crypto'
import { ApiError } from '#exceptions/api_error'
import type { BackupEntry } from '#services/backup/backup_document'
import { readBackup, writeBackup } from '#services/backup/backup_file'
import {
  documentOf,
  headerOf,
  openByHand,
  PASSPHRASE,
  sealByHand,
} from '#tests/support/backup_files'
import { spyOnCrypto } from '#tests/unit/vault/crypto_spy'

const ENTRY: BackupEntry = {
  name: 'Sales 🦊 żółć',
  type: 'postgresql',
  config: { host: 'db.example.com', port: 5432 },
  credentials: { password: ' a password with spaces at its ends ' },
  visibility: 'private',
  tags: ['finance', 'ünïcödé'],
  owner: 'ada@example.com',
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof ApiError) return error.code ?? 'none'
    throw error
  }
  return 'opened'
}

function read(file: string, passphrase: string | null = PASSPHRASE) {
  return readBackup(file, passphrase)
}

test.group('A sealed file', () => {
  test('opens with nothing but node:crypto, from its documented format', async ({ assert }) => {
    const file = await writeBackup([ENTRY], PASSPHRASE)

    assert.match(file, /^[\w-]+\.\.[\w-]{16}\.[\w-]+\.[\w-]{22}\n$/)
    assert.deepEqual(openByHand(file), documentOf(ENTRY) as never)
    const { kdf, ...header } = headerOf(file)
    const { salt, ...costs } = kdf
    assert.deepEqual(header, { alg: 'dir', enc: 'A256GCM', typ: 'varlor-connections', version: 1 })
    assert.deepEqual(costs, { name: 'scrypt', N: 131_072, r: 8, p: 1 })
    assert.lengthOf(Buffer.from(salt, 'base64url'), 32)
  })

  test('is a compact JWE that jose opens', async ({ assert }) => {
    const file = await writeBackup([ENTRY], PASSPHRASE)
    const { N, r, p, salt } = headerOf(file).kdf
    const cost = { N, r, p, maxmem: 256 * N * r }
    const key = scryptSync(PASSPHRASE, Buffer.from(salt, 'base64url'), 32, cost)
    const { plaintext } = await compactDecrypt(file.trim(), key)

    assert.deepEqual(JSON.parse(new TextDecoder().decode(plaintext)), documentOf(ENTRY))
  })

  test('opens again, also one that was made by hand', async ({ assert }) => {
    const ours = await read(await writeBackup([ENTRY], PASSPHRASE))
    const byHand = await read(`\n ${sealByHand(documentOf(ENTRY))}\r\n`)

    assert.deepEqual(ours, [{ entry: ENTRY, maskedFields: [] }])
    assert.deepEqual(byHand, ours)
  })

  test('never has the same salt, nonce or text twice', async ({ assert }) => {
    const files = [await writeBackup([ENTRY], PASSPHRASE), await writeBackup([ENTRY], PASSPHRASE)]
    const parts = files.flatMap((file) => file.trim().split('.').filter(Boolean))

    assert.equal(new Set(parts).size, parts.length)
  })

  test('takes a passphrase however its accents are encoded, and its spaces as they are', async ({
    assert,
  }) => {
    const passphrase = ' caf\u00e9 au lait, s’il vous plaît '
    const file = sealByHand(documentOf(ENTRY), { passphrase })

    assert.equal(await codeOf(read(file, passphrase.normalize('NFD'))), 'opened')
    assert.equal(await codeOf(read(file, passphrase.trim())), 'E_BACKUP_UNREADABLE')
  })

  test('does not open with another passphrase, and does not say so', async ({ assert }) => {
    const file = sealByHand(documentOf(ENTRY))
    const altered = `${file.slice(0, -3)}AAA`
    const errors = []
    for (const [text, passphrase] of [
      [file, 'another passphrase'],
      [altered, PASSPHRASE],
    ] as const) {
      const error = await read(text, passphrase).catch((caught: unknown) => caught)
      errors.push(error instanceof ApiError ? error.items : error)
    }

    assert.deepEqual(errors[0], errors[1])
    assert.containSubset(errors[0], [{ code: 'E_BACKUP_UNREADABLE' }])
  })

  test('does not open with any character changed, or any part of it cut or doubled', async ({
    assert,
  }) => {
    const file = sealByHand(documentOf(ENTRY))
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    for (const [at, character] of [...file].entries()) {
      const other = alphabet[(alphabet.indexOf(character) + 1) % 64] ?? ''
      const code = await codeOf(read(file.slice(0, at) + other + file.slice(at + 1)))
      assert.oneOf(code, ['E_BACKUP_UNREADABLE', 'E_BACKUP_UNSUPPORTED'], `character ${at}`)
    }
    const parts = file.split('.')
    const variants = [
      ...parts.map((_, at) => parts.toSpliced(at, 1)),
      ...parts.map((part, at) => parts.toSpliced(at, 0, part)),
      ...parts.map((part, at) => parts.with(at, `${part}=`)),
      ...parts.map((part, at) => parts.with(at, `${part}A`)),
    ].map((some) => some.join('.'))
    const truncated = Array.from({ length: file.length }, (_, length) => file.slice(0, length))
    for (const text of [...variants, ...truncated, '', ' ', '.', '....', 'x'.repeat(100_000)]) {
      const code = await codeOf(read(text))
      assert.oneOf(code, ['E_BACKUP_UNREADABLE', 'E_BACKUP_UNSUPPORTED'], text.slice(0, 80))
    }
  }).timeout(60_000)

  for (const [what, change] of Object.entries({
    'another field': { header: { crit: ['b64'] } },
    'another derivation': { kdf: { name: 'pbkdf2' } },
    'another encryption': { header: { enc: 'A128GCM' } },
    'a wrapped key': { header: { alg: 'PBES2-HS256+A128KW' } },
    'compression': { header: { zip: 'DEF' } },
    'another format': { header: { typ: 'varlor-credentials-v1' } },
  })) {
    test(`with ${what} in its header is refused`, async ({ assert }) => {
      assert.equal(await codeOf(read(sealByHand(documentOf(ENTRY), change))), 'E_BACKUP_UNREADABLE')
    })
  }

  const bombs: Record<string, unknown>[] = [
    { N: 2 ** 19 },
    { N: 2 ** 30 },
    { N: 2 ** 18, r: 16 },
    { r: 17 },
    { p: 5 },
    { N: 2 ** 53 },
    { N: 100_000 },
    { N: 1 },
    { N: 0 },
    { N: -16 },
    { N: 16.5 },
    { N: '16' },
    { r: 0 },
    { p: null },
    { p: undefined },
    { N: 1e999 },
  ]
  for (const kdf of bombs) {
    test(`is refused before anything is derived when it asks for ${JSON.stringify(kdf)}`, async ({
      assert,
      cleanup,
    }) => {
      const [record, restore] = spyOnCrypto()
      cleanup(restore)
      const file = sealByHand(documentOf(ENTRY), { kdf })

      assert.equal(await codeOf(read(file)), 'E_BACKUP_UNSUPPORTED')
      assert.equal(record.derivations, 0)
      assert.lengthOf(record.plaintexts, 0)
    })
  }

  for (const salt of ['', 'AAAA', 'A'.repeat(86), 7, null]) {
    test(`is refused before anything is derived with the salt ${JSON.stringify(salt)}`, async ({
      assert,
      cleanup,
    }) => {
      const [record, restore] = spyOnCrypto()
      cleanup(restore)
      const file = sealByHand(documentOf(ENTRY), { kdf: { salt } })

      assert.equal(await codeOf(read(file)), 'E_BACKUP_UNREADABLE')
      assert.equal(record.derivations, 0)
    })
  }

  test('keys and texts are wiped, and one derivation runs at a time', async ({
    assert,
    cleanup,
  }) => {
    const [record, restore] = spyOnCrypto()
    cleanup(restore)
    const file = sealByHand(documentOf(ENTRY))
    await Promise.all(Array.from({ length: 8 }, () => read(file)))
    await Promise.all(Array.from({ length: 4 }, () => codeOf(read(file, 'another passphrase'))))

    assert.equal(record.derivations, 12)
    assert.equal(record.peak, 1)
    for (const key of record.keys) assert.isTrue(key.every((byte) => byte === 0))
  })

  test('of a newer format says which one, and is not derived', async ({ assert, cleanup }) => {
    const [record, restore] = spyOnCrypto()
    cleanup(restore)
    const file = sealByHand(documentOf(ENTRY), { header: { version: 2 } })
    const error: unknown = await read(file).catch((caught: unknown) => caught)

    assert.instanceOf(error, ApiError)
    assert.containSubset((error as ApiError).items, [
      {
        code: 'E_BACKUP_UNSUPPORTED',
        message: 'This backup has format 2; this version of Varlor reads format 1.',
      },
    ])
    assert.equal(record.derivations, 0)
  })

  test('asks for its passphrase', async ({ assert }) => {
    const file = sealByHand(documentOf(ENTRY))
    const error: unknown = await read(file, null).catch((caught: unknown) => caught)

    assert.containSubset((error as ApiError).items, [{ code: 'E_REQUIRED', field: 'passphrase' }])
  })

  for (const [what, content] of Object.entries({
    'no JSON': 'nonsense',
    'no object': [1],
    'another format': { ...documentOf(), format: 'x' },
    'a list of connections that is none': { ...documentOf(), connections: {} },
    'a field that nobody knows': { ...documentOf(), extra: 1 },
    'too many connections': documentOf(...Array.from({ length: 10_001 }, () => 1)),
  })) {
    test(`with ${what} inside is refused`, async ({ assert }) => {
      assert.oneOf(await codeOf(read(sealByHand(content))), [
        'E_BACKUP_UNREADABLE',
        'E_INVALID',
        'E_UNKNOWN_FIELD',
      ])
    })
  }

  test('is not made under a passphrase that can be guessed', async ({ assert }) => {
    for (const passphrase of ['', 'short', 'elevenchars', '🦊'.repeat(11)]) {
      assert.equal(await codeOf(writeBackup([ENTRY], passphrase)), 'E_INVALID')
    }
  })
})

test.group('A readable file', () => {
  test('is indented JSON, whose masks are no credentials', async ({ assert }) => {
    const masks = { ...ENTRY, credentials: { password: '••••', tlsKey: '••••' } }
    const file = await writeBackup([masks], null)

    assert.include(file, '\n  "connections": [\n')
    assert.deepEqual(await read(file, null), [
      { entry: { ...ENTRY, credentials: {} }, maskedFields: ['password', 'tlsKey'] },
    ])
  })

  test('may have credentials that somebody wrote into it', async ({ assert }) => {
    const file = JSON.stringify(documentOf({ credentials: { password: 'written', token: '••••' } }))

    assert.deepEqual(await read(file, null), [
      { entry: { credentials: { password: 'written' } }, maskedFields: ['token'] },
    ])
  })

  test('that is cut, nested without end or of another format is refused', async ({ assert }) => {
    const texts = ['{', '{"a":'.repeat(200_000), '{}', '{"format":"varlor-connections"}']
    const codes = await Promise.all(texts.map((text) => codeOf(read(text, null))))

    assert.deepEqual(codes, [
      'E_BACKUP_UNREADABLE',
      'E_BACKUP_UNREADABLE',
      'E_BACKUP_UNREADABLE',
      'E_BACKUP_UNSUPPORTED',
    ])
  })
})
