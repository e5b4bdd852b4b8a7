import { createSecretKey, scryptSync, webcrypto } from 'node:crypto'
import { test } from '@japa/runner'
import Tenant from '#models/tenant'
import TenantKey from '#models/tenant_key'
import { deriveTenantKey } from '#vault/derive_tenant_key'
import { keyringOf, vaultOf } from './fixtures.js'

/** Computed with Python: hashlib.scrypt, hmac, and AESGCM of the cryptography package. */
const KNOWN = {
  masterKey: 'sehMml0PcybkeDzBX5CrYth+GUP2BSu9mKF0P8wOalc=',
  masterKeyId: '7c961c83161453c8',
  cost: { N: 2 ** 14, r: 8, p: 1 },
  salt: 'P5rSxHsQ6FVmoZ4NTIP3sirZHmfAOFv0Eo1+pJPGUBs=',
  tenantKey: '514965376ac00cee6881258d32e0fecf1fa9a4a043622525213ed2b0c447aa26',
  binding: {
    tenantId: '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b',
    connectionId: '0190a1b2-c3d4-7e5f-8a6b-0123456789ab',
  },
  token:
    'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwidHlwIjoidmFybG9yLWNyZWRlbnRpYWxzLXYxIiwia2lkIjoiN2M5NjFjODMxNjE0NTNjOCIsInRlbmFudCI6IjAxOTBhMWIyLWMzZDQtN2U1Zi04YTZiLTdjOGQ5ZTBmMWEyYiIsImNvbm5lY3Rpb24iOiIwMTkwYTFiMi1jM2Q0LTdlNWYtOGE2Yi0wMTIzNDU2Nzg5YWIifQ' +
    '..yv66vvrO263eyviI' +
    '.qz6gDCDr1MECNqZ_TNr4POkpxRevAbUgS3WQmrdlThkM_jFfMjb-5YykXYoROPu40s0' +
    '.5falW7Lx5nupSo3t_lD87w',
  credentials: { password: 'pässwörd ☃ 🔑', passphrase: '' },
}

/** RFC 7914, section 12, the vectors with two and three parameters of our size; the first 32 of their 64 bytes. */
const RFC_7914 = [
  {
    password: 'password',
    salt: 'NaCl',
    cost: { N: 1024, r: 8, p: 16 },
    key: 'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162',
  },
  {
    password: 'pleaseletmein',
    salt: 'SodiumChloride',
    cost: { N: 16384, r: 8, p: 1 },
    key: '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2',
  },
]

test.group('Known answers', (group) => {
  group.each.setup(async () => {
    const { binding, masterKeyId, salt } = KNOWN
    const tenant = await Tenant.create({ id: binding.tenantId, name: 'Known', slug: 'known' })
    const { N: n, r, p } = KNOWN.cost
    await TenantKey.create({ tenantId: tenant.id, masterKeyId, salt, n, r, p })
    return async () => {
      await TenantKey.query().where('tenantId', tenant.id).delete()
      await tenant.delete()
    }
  })

  test('derives the vectors of RFC 7914 (N={cost.N}, p={cost.p})')
    .with(RFC_7914)
    .run(async ({ assert }, { password, salt, cost, key }) => {
      const secret = createSecretKey(Buffer.from(password))
      const derived = await deriveTenantKey({ id: '', source: '', secret }, Buffer.from(salt), cost)
      await assertSameKey(assert, derived, key)
    })

  test('derives what another implementation derives from a master key and a salt', async ({
    assert,
  }) => {
    const { active } = keyringOf(KNOWN.masterKey)
    assert.equal(active.id, KNOWN.masterKeyId)
    const salt = Buffer.from(KNOWN.salt, 'base64')
    const derived = await deriveTenantKey(active, salt, KNOWN.cost)
    await assertSameKey(assert, derived, KNOWN.tenantKey)
    assert.isFalse(derived.extractable)
  })

  test('opens what another implementation sealed', async ({ assert }) => {
    const opened = await vaultOf(KNOWN.masterKey).open(KNOWN.binding, KNOWN.token)
    assert.deepEqual(opened, KNOWN.credentials)
  })

  test('writes the header that the known token has, and a fresh nonce each time', async ({
    assert,
  }) => {
    const vault = vaultOf(KNOWN.masterKey)
    const sealed = await Promise.all(
      Array.from({ length: 50 }, () => vault.seal(KNOWN.binding, KNOWN.credentials))
    )
    const parts = sealed.map(({ token }) => token.split('.'))
    assert.deepEqual(
      [...new Set(parts.map(([header]) => header))],
      KNOWN.token.split('.').slice(0, 1)
    )
    assert.equal(new Set(parts.map(([, , nonce]) => nonce)).size, 50)
    assert.isTrue(sealed.every(({ masterKeyId }) => masterKeyId === KNOWN.masterKeyId))
  })

  test('the costs are what the row says, not what new keys get', async ({ assert }) => {
    const row = await TenantKey.findByOrFail({ tenantId: KNOWN.binding.tenantId })
    await row.merge({ n: 2 ** 15, p: 2 }).save()
    const { token } = await vaultOf(KNOWN.masterKey).seal(KNOWN.binding, { password: 'x' })
    const key = scryptSync(
      Buffer.from(KNOWN.masterKey, 'base64'),
      Buffer.from(KNOWN.salt, 'base64'),
      32,
      { N: 2 ** 15, r: 8, p: 2, maxmem: 2 ** 27 }
    )
    const { compactDecrypt } = await import('jose')
    const { plaintext } = await compactDecrypt(token, key)
    assert.equal(new TextDecoder().decode(plaintext), '{"password":"x"}')
  })
})

/** Two keys are the same when they encrypt the same; a derived one cannot be exported. */
async function assertSameKey(
  assert: { equal(actual: unknown, expected: unknown): void },
  derived: webcrypto.CryptoKey,
  expectedHex: string
) {
  const bytes = Buffer.from(expectedHex, 'hex')
  const expected = await webcrypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt'])
  const [one, other] = await Promise.all(
    [derived, expected].map((key) =>
      webcrypto.subtle.encrypt({ name: 'AES-GCM', iv: Buffer.alloc(12) }, key, Buffer.alloc(16))
    )
  )
  assert.equal(hex(one), hex(other))
}

function hex(bytes: ArrayBuffer | undefined): string {
  return Buffer.from(bytes ?? new ArrayBuffer()).toString('hex')
}
