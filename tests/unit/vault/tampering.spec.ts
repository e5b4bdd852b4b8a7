import { createSecretKey, randomBytes, scryptSync } from 'node:crypto'
import { test } from '@japa/runner'
import fc from 'fast-check'
import { CompactEncrypt } from 'jose'
import TenantKey from '#models/tenant_key'
import { sealHeader } from '#vault/seal_header'
import type { Vault } from '#vault/vault'
import {
  type ConnectionBinding,
  failureCodeOf,
  failureOf,
  keyringOf,
  newBinding,
  randomKey,
  vaultOf,
} from './fixtures.js'

const PARTS = ['header', 'encrypted key', 'nonce', 'ciphertext', 'tag'].map((name, index) => ({
  name,
  index,
}))
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const OUTSIDERS = ['.', '=', '+', '/', ' ', '\n', '\0', 'é', '🔑']

test.group('Tampering', (group) => {
  const masterKey = randomKey()
  let vault: Vault
  let binding: ConnectionBinding
  let token: string

  group.setup(async () => {
    vault = vaultOf(masterKey)
    binding = await newBinding()
    const sealed = await vault.seal(binding, { password: 'a password' })
    token = sealed.token
  })

  const opens = async (altered: string) => {
    const outcome = await vault.open(binding, altered).catch((error) => error)
    return outcome?.code !== 'E_SEAL_INVALID'
  }

  function withPart(index: number, change: (part: string) => string): string {
    return token
      .split('.')
      .map((part, at) => (at === index ? change(part) : part))
      .join('.')
  }

  test('the untouched token opens', async ({ assert }) => {
    assert.deepEqual(await vault.open(binding, token), { password: 'a password' })
  })

  test('a bit flipped, a character added or taken anywhere in the {name} is noticed')
    .with(PARTS)
    .run(async ({ assert }, { index }) => {
      const length = token.split('.')[index]?.length ?? 0
      for (let at = 0; at <= length; at++) {
        for (const altered of alterations(at)) {
          const forged = withPart(index, altered)
          if (forged !== token) assert.isFalse(await opens(forged), forged)
        }
      }
    })

  /** Every way to change one place of a part. The neighbour in the alphabet differs in the lowest bit only. */
  function alterations(at: number): ((part: string) => string)[] {
    const put = (character: string, taken: number) => (part: string) =>
      part.slice(0, at) + character + part.slice(at + taken)
    const neighbour = (part: string) => {
      const place = ALPHABET.indexOf(part[at] ?? 'A')
      return put(ALPHABET[place ^ 1] ?? '', 1)(part)
    }
    return [neighbour, put('', 1), put('A', 0), ...OUTSIDERS.map((other) => put(other, 1))]
  }

  test('the last character of the tag has one spelling only', async ({ assert }) => {
    const accepted = []
    for (const character of ALPHABET) {
      const spelling = token.slice(0, -1) + character
      if (await opens(spelling)) accepted.push(spelling)
    }
    assert.deepEqual(accepted, [token])
  })

  test('every beginning of the token is noticed', async ({ assert }) => {
    for (let length = 0; length < token.length; length++) {
      assert.isFalse(await opens(token.slice(0, length)))
    }
  })

  test('every end of the token is noticed', async ({ assert }) => {
    for (let start = 1; start <= token.length; start++) {
      assert.isFalse(await opens(token.slice(start)))
    }
  })

  test('a {name} taken from another token of the same connection is noticed')
    .with(PARTS.slice(2))
    .run(async ({ assert }, { index }) => {
      const { token: other } = await vault.seal(binding, { password: 'b password' })
      assert.isFalse(await opens(withPart(index, () => other.split('.')[index] ?? '')))
    })

  test('parts in another order, too few or too many are noticed', async ({ assert }) => {
    const parts = token.split('.')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...parts, '', 'AAAA'), { maxLength: 7 }),
        async (mix) => {
          const forged = mix.join('.')
          if (forged !== token) assert.isFalse(await opens(forged))
        }
      ),
      { numRuns: 500 }
    )
  })

  test('any text at all is refused with the same code', async ({ assert }) => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json().map((json) => `${Buffer.from(json).toString('base64url')}....`)
    )
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => assert.isFalse(await opens(text))),
      { numRuns: 500 }
    )
  })

  /** Seals with the tenant's real key: what a header alone must not be able to do. */
  async function forge(header: Record<string, unknown>, text = '{"password":"forged"}') {
    const row = await TenantKey.findByOrFail({ tenantId: binding.tenantId })
    const key = scryptSync(Buffer.from(masterKey, 'base64'), Buffer.from(row.salt, 'base64'), 32, {
      N: row.n,
      r: row.r,
      p: row.p,
    })
    return new CompactEncrypt(Buffer.from(text))
      .setProtectedHeader(header as { alg: string; enc: string })
      .encrypt(createSecretKey(key), { crit: { secret: true } })
  }

  const genuine = () => ({ ...sealHeader(binding, keyringOf(masterKey).active.id) })

  test('the forger of the next tests holds the right key', async ({ assert }) => {
    assert.deepEqual(await vault.open(binding, await forge(genuine())), { password: 'forged' })
  })

  test('a header with {name} is refused even under the right key')
    .with([
      { name: 'compression', change: { zip: 'DEF' } },
      { name: 'a critical extension', change: { crit: ['secret'], secret: 1 } },
      { name: 'a key wrap', change: { alg: 'A256KW' } },
      { name: 'a GCM key wrap', change: { alg: 'A256GCMKW' } },
      { name: 'another kind', change: { typ: 'JWT' } },
      { name: 'no kind', change: { typ: undefined } },
      { name: 'no tenant', change: { tenant: undefined } },
      { name: 'no connection', change: { connection: undefined } },
      { name: 'a member too many', change: { jku: 'http://127.0.0.1/keys' } },
      { name: 'a list for a tenant', change: { tenant: ['a'] } },
      { name: 'an unknown key', change: { kid: '0123456789abcdef' } },
      { name: 'a path for a key', change: { kid: '../../etc/passwd' } },
      { name: 'a prototype for a key', change: { kid: '__proto__' } },
    ])
    .run(async ({ assert }, { change }) => {
      const forged = await forge(JSON.parse(JSON.stringify({ ...genuine(), ...change })))
      assert.equal(await failureCodeOf(vault.open(binding, forged)), 'E_SEAL_INVALID')
    })

  test('a header in another order is refused even under the right key', async ({ assert }) => {
    const reversed = Object.fromEntries(Object.entries(genuine()).reverse())
    assert.isFalse(await opens(await forge(reversed)))
  })

  test('a header whose algorithm is exchanged for {alg} or {enc} is refused')
    .with([
      { alg: 'none', enc: 'A256GCM' },
      { alg: 'RSA-OAEP', enc: 'A256GCM' },
      { alg: 'PBES2-HS256+A128KW', enc: 'A256GCM' },
      { alg: 'dir', enc: 'A128GCM' },
      { alg: 'dir', enc: 'A128CBC-HS256' },
      { alg: 'DIR', enc: 'a256gcm' },
    ])
    .run(async ({ assert }, swap) => {
      const header = Buffer.from(JSON.stringify({ ...genuine(), ...swap })).toString('base64url')
      assert.isFalse(await opens(withPart(0, () => header)))
    })

  test('a header with a member twice or with spaces is refused', async ({ assert }) => {
    const json = JSON.stringify(genuine())
    for (const spelling of [
      json.replace('{', '{"alg":"dir",'),
      json.replace('{', '{ '),
      `${json} `,
    ]) {
      const header = Buffer.from(spelling).toString('base64url')
      assert.isFalse(await opens(withPart(0, () => header)))
    }
  })

  test('an unknown key is never quoted unless it could be one', async ({ assert }) => {
    const forged = await forge({ ...genuine(), kid: '<script>\u001b[31m' })
    const error = await failureOf(vault.open(binding, forged))
    assert.equal(error.code, 'E_SEAL_INVALID')
    assert.notInclude(error.message, 'script')
  })

  test('content that is not JSON is refused without being quoted', async ({ assert }) => {
    const error = await failureOf(vault.open(binding, await forge(genuine(), 'hunter2')))
    assert.equal(error.code, 'E_SEAL_INVALID')
    assert.notInclude(`${error.message}${error.cause}${error.stack}`, 'hunter2')
  })

  test('a salt that was exchanged or a row that was deleted is noticed', async ({ assert }) => {
    const row = await TenantKey.findByOrFail({ tenantId: binding.tenantId })
    const { salt } = row
    await row.merge({ salt: randomBytes(32).toString('base64') }).save()
    assert.equal(await failureCodeOf(vaultOf(masterKey).open(binding, token)), 'E_SEAL_INVALID')
    await row.merge({ salt }).save()
    assert.deepEqual(await vaultOf(masterKey).open(binding, token), { password: 'a password' })
    await TenantKey.query().where('id', row.id).delete()
    const error = await failureOf(vaultOf(masterKey).open(binding, token))
    assert.equal(error.code, 'E_SEAL_INVALID')
    assert.match(error.message, /tenant_keys/)
    assert.isNull(await TenantKey.findBy({ tenantId: binding.tenantId }), 'opening makes no row')
    await TenantKey.create({ ...row.$attributes })
  })
})
