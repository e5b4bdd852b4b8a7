import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import TenantKey from '#models/tenant_key'
import { cryptoKeyOf } from '#vault/derive_tenant_key'
import { TenantKeys } from '#vault/tenant_keys'
import { Vault } from '#vault/vault'
import { spyOnCrypto, type CryptoRecord } from './crypto_spy.js'
import {
  failureCodeOf,
  failureOf,
  keyringOf,
  newBinding,
  options,
  randomKey,
  vaultOf,
} from './fixtures.js'

test.group('Tenant keys', (group) => {
  let seen: CryptoRecord
  group.each.setup(() => {
    const [record, restore] = spyOnCrypto()
    seen = record
    return restore
  })

  test('however many ask at once, a key is made and derived once', async ({ assert }) => {
    const vault = vaultOf(randomKey())
    const binding = await newBinding()
    const sealed = await Promise.all(
      Array.from({ length: 40 }, (_, index) => vault.seal(binding, { password: `${index}` }))
    )
    assert.equal(seen.derivations, 1)
    assert.lengthOf(await TenantKey.findManyBy({ tenantId: binding.tenantId }), 1)
    const opened = await Promise.all(sealed.map(({ token }) => vault.open(binding, token)))
    assert.deepEqual(
      opened.map(({ password }) => password),
      sealed.map((_, index) => `${index}`)
    )
    assert.equal(seen.derivations, 1)
  })

  test('a look that began before the key was made does not take it away', async ({
    assert,
    cleanup,
  }) => {
    const { create, findBy } = TenantKey
    cleanup(() => void Object.assign(TenantKey, { create, findBy }))
    const vault = vaultOf(randomKey())
    const binding = await newBinding()
    const sealed = await new Promise((resolve, reject) => {
      TenantKey.create = (async (...row: Parameters<typeof create>) => {
        TenantKey.create = create
        const [read, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
        TenantKey.findBy = (async (...query: Parameters<typeof findBy>) => {
          TenantKey.findBy = findBy
          const none = await findBy.apply(TenantKey, query)
          read.resolve()
          await answer.promise
          return none
        }) as typeof findBy
        vault.seal(binding, { password: 'late' }).catch(reject)
        await read.promise
        const made = await create.apply(TenantKey, row)
        setImmediate(answer.resolve)
        return made
      }) as typeof create
      vault.seal(binding, { password: 'p' }).then(resolve, reject)
    })

    assert.property(sealed, 'token')
    assert.lengthOf(await TenantKey.findManyBy({ tenantId: binding.tenantId }), 1)
  })

  test('at most two are derived at once, and all of them are', async ({ assert }) => {
    const vault = vaultOf(randomKey())
    const bindings = await Promise.all(Array.from({ length: 8 }, () => newBinding()))
    await Promise.all(bindings.map((binding) => vault.seal(binding, { password: 'p' })))
    assert.equal(seen.derivations, 8)
    assert.equal(seen.peak, 2)
  })

  test('tenants and master keys do not share a key', async ({ assert }) => {
    const [one, other] = await Promise.all([newBinding(), newBinding()])
    const [older, newer] = [randomKey(), randomKey()]
    await vaultOf(older).seal(one, {})
    const vault = vaultOf(newer, older)
    await vault.seal(one, {})
    await vault.seal(other, {})
    assert.equal(seen.derivations, 3)
    const rows = await TenantKey.query().whereIn('tenantId', [one.tenantId, other.tenantId])
    assert.equal(new Set(rows.map(({ salt }) => salt)).size, 3)
    for (const { salt, n, r, p } of rows) {
      assert.deepEqual({ N: n, r, p }, options.scrypt)
      assert.lengthOf(Buffer.from(salt, 'base64'), 32)
    }
  })

  test('two nodes that meet a new tenant at once agree on one salt', async ({ assert }) => {
    const masterKey = randomKey()
    const binding = await newBinding()
    const nodes = Array.from({ length: 5 }, () => vaultOf(masterKey))
    const sealed = await Promise.all(nodes.map((node) => node.seal(binding, { password: 'p' })))
    assert.lengthOf(await TenantKey.findManyBy({ tenantId: binding.tenantId }), 1)
    for (const { token } of sealed) {
      for (const node of nodes) {
        assert.deepEqual(await node.open(binding, token), { password: 'p' })
      }
    }
  })

  test('a failure is not remembered', async ({ assert }) => {
    const vault = vaultOf(randomKey())
    const binding = await newBinding()
    const { create } = TenantKey
    TenantKey.create = async () => {
      throw new Error('The disk is full')
    }
    await failureOf(vault.seal(binding, {})).finally(() => (TenantKey.create = create))
    const { token } = await vault.seal(binding, { password: 'p' })
    assert.deepEqual(await vault.open(binding, token), { password: 'p' })
  })

  test('a row with {fault} is refused before anything is derived')
    .with([
      { fault: 'a huge N', change: { n: 2 ** 18 } },
      { fault: 'an N that is no power of two', change: { n: 16_385 } },
      { fault: 'an N of one', change: { n: 1 } },
      { fault: 'a negative N', change: { n: -16_384 } },
      { fault: 'a huge r', change: { r: 17 } },
      { fault: 'no r', change: { r: 0 } },
      { fault: 'a huge p', change: { p: 5 } },
      { fault: 'a negative p', change: { p: -1 } },
      { fault: 'a short salt', change: { salt: randomBytes(16).toString('base64') } },
      { fault: 'a long salt', change: { salt: randomBytes(33).toString('base64') } },
      { fault: 'a salt that is not base64', change: { salt: '*'.repeat(44) } },
      { fault: 'no salt', change: { salt: '' } },
    ])
    .run(async ({ assert }, { change }) => {
      const masterKey = randomKey()
      const binding = await newBinding()
      const { token } = await vaultOf(masterKey).seal(binding, {})
      await TenantKey.query().where('tenantId', binding.tenantId).update(change)
      const vault = vaultOf(masterKey)
      for (const attempt of [vault.open(binding, token), vault.seal(binding, {})]) {
        assert.equal(await failureCodeOf(attempt), 'E_TENANT_KEY_INVALID')
      }
      assert.equal(seen.derivations, 1)
    })

  test('the highest costs that are believed can be derived', async ({ assert }) => {
    const masterKey = randomKey()
    const binding = await newBinding()
    const caps = { N: 2 ** 15, r: 16, p: 4 }
    const vault = new Vault(keyringOf(masterKey), { ...options, scrypt: caps, scryptCaps: caps })
    const { token } = await vault.seal(binding, { password: 'p' })
    assert.deepEqual(await vaultOf(masterKey).open(binding, token), { password: 'p' })
  })

  test('keys and credentials are wiped from memory after use', async ({ assert }) => {
    const vault = vaultOf(randomKey())
    const binding = await newBinding()
    const { token } = await vault.seal(binding, { password: 'hunter2' })
    await vault.open(binding, token)
    assert.deepEqual(
      [...seen.keys, ...seen.plaintexts].map(({ length }) => length),
      [32, 32, 22, 22]
    )
    for (const bytes of [...seen.keys, ...seen.plaintexts]) {
      assert.isTrue(bytes.every((byte) => byte === 0))
    }
  })

  test('a disposed vault keeps no key, not even one that was under way', async ({ assert }) => {
    const keys = new TenantKeys(options, cryptoKeyOf)
    const { active } = keyringOf(randomKey())
    const { tenantId } = await newBinding()
    const underWay = keys.obtain(tenantId, active)
    keys.dispose()
    await underWay
    const before = seen.derivations
    await keys.obtain(tenantId, active)
    assert.equal(seen.derivations, before + 1)
  })

  test('disposing forgets the keys that were kept', async ({ assert }) => {
    const vault = vaultOf(randomKey())
    const binding = await newBinding()
    await vault.seal(binding, {})
    await vault.seal(binding, {})
    assert.equal(seen.derivations, 1)
    vault.dispose()
    await vault.seal(binding, {})
    assert.equal(seen.derivations, 2)
  })
})
