import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import TenantKey from '#models/tenant_key'
import {
  failureCodeOf,
  keyringOf,
  newBinding,
  options,
  randomKey,
} from '#tests/unit/vault/fixtures'
import { deriveKey, keyObjectOf } from '#vault/derive_tenant_key'
import { openCompact, sealCompact } from '#vault/rotation/compact_cipher'
import { readParameters } from '#vault/tenant_key_parameters'
import { Vault } from '#vault/vault'

test.group('The cipher of rotations', () => {
  /** A vault, and the key with which it has sealed. */
  async function prepared(password: string) {
    const keyring = keyringOf(randomKey())
    const vault = new Vault(keyring, options)
    const binding = await newBinding()
    const { token, masterKeyId } = await vault.seal(binding, { password })
    const row = await TenantKey.findByOrFail({ tenantId: binding.tenantId })
    const { salt, cost } = readParameters(row, options.scryptCaps)
    const key = await deriveKey(keyring.active, salt, cost, keyObjectOf)
    return { vault, binding, token, masterKeyId, key }
  }

  test('opens what the vault has sealed, and the other way round')
    .with(['', 'p', 'ü€𐍈', 'x'.repeat(100_000)])
    .run(async ({ assert }, password) => {
      const { vault, binding, token, masterKeyId, key } = await prepared(password)
      const bytes = openCompact(key, token)
      assert.equal(bytes.toString(), JSON.stringify({ password }))
      const resealed = sealCompact(key, masterKeyId, binding, bytes)
      assert.notEqual(resealed, token)
      assert.equal(resealed.split('.')[0], token.split('.')[0])
      assert.deepEqual(await vault.open(binding, resealed), { password })
    })

  test('a bit flipped, a character added or taken anywhere is noticed', async ({ assert }) => {
    const { token, key } = await prepared('p')
    const opens = async (altered: string) => {
      const code = await failureCodeOf(Promise.try(() => openCompact(key, altered))).catch(
        () => null
      )
      return code !== 'E_SEAL_INVALID'
    }
    assert.isTrue(await opens(token))
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A'
      for (const put of [other, '', `${token[at]}A`, '.']) {
        const altered = token.slice(0, at) + put + token.slice(at + 1)
        if (altered !== token) assert.isFalse(await opens(altered), altered)
      }
    }
  })

  test('a tag or a nonce of another length is noticed', async ({ assert }) => {
    const { token, key } = await prepared('p')
    const parts = token.split('.')
    for (const [index, lengths] of [
      [2, [0, 8, 11, 13, 16]],
      [4, [0, 4, 8, 12, 15, 17]],
    ] as const) {
      for (const length of lengths) {
        const part = randomBytes(length).toString('base64url')
        const altered = parts.map((one, at) => (at === index ? part : one)).join('.')
        const code = await failureCodeOf(Promise.try(() => openCompact(key, altered)))
        assert.equal(code, 'E_SEAL_INVALID')
      }
    }
  })
})
