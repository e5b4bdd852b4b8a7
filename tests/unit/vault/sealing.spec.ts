import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import fc from 'fast-check'
import { Vault } from '#vault/vault'
import {
  failureCodeOf,
  failureOf,
  keyringOf,
  newBinding,
  options,
  randomKey,
  vaultOf,
} from './fixtures.js'

/** Any text, lone surrogates and astral characters included. */
const anyText = fc.string({ unit: 'binary' })
const anyCredentials = fc.dictionary(anyText, anyText, { maxKeys: 6 })

test.group('Sealing', () => {
  test('whatever was sealed comes back', async ({ assert }) => {
    const vault = vaultOf(randomKey())
    const binding = await newBinding()
    await fc.assert(
      fc.asyncProperty(anyCredentials, async (credentials) => {
        const { token } = await vault.seal(binding, credentials)
        assert.deepEqual(await vault.open(binding, token), { ...credentials })
      }),
      { numRuns: 300 }
    )
  })

  test('surrogates without their pair and prototype names come back too', async ({ assert }) => {
    const vault = vaultOf(randomKey())
    const binding = await newBinding()
    const credentials = JSON.parse('{"__proto__":"a","constructor":"b","":"\\ud800"}')
    const { token } = await vault.seal(binding, credentials)
    const opened = await vault.open(binding, token)
    assert.deepEqual(Object.entries(opened), Object.entries(credentials))
    assert.strictEqual(Object.getPrototypeOf(opened), Object.prototype)
  })

  test('a megabyte of credentials comes back', async ({ assert }) => {
    const vault = vaultOf(randomKey())
    const binding = await newBinding()
    const privateKey = 'k'.repeat(1024 * 1024)
    const { token } = await vault.seal(binding, { privateKey })
    assert.deepEqual(await vault.open(binding, token), { privateKey })
  })

  test('no other binding opens a token', async ({ assert }) => {
    const vault = vaultOf(randomKey())
    const [binding, foreign] = await Promise.all([newBinding(), newBinding()])
    await vault.seal(foreign, {})
    const { token } = await vault.seal(binding, { password: 'p' })
    const anyId = fc.oneof(fc.uuid(), anyText, fc.constantFrom(...Object.values(foreign)))
    await fc.assert(
      fc.asyncProperty(anyId, anyId, async (tenantId, connectionId) => {
        for (const other of [
          { ...binding, tenantId },
          { ...binding, connectionId },
          { tenantId, connectionId },
        ]) {
          assert.equal(await failureCodeOf(vault.open(other, token)), 'E_SEAL_INVALID')
        }
      }),
      { numRuns: 200 }
    )
  })

  test('a token moved to another row or tenant does not open', async ({ assert }) => {
    const vault = vaultOf(randomKey())
    const [mine, foreign] = await Promise.all([newBinding(), newBinding()])
    const { token } = await vault.seal(mine, { password: 'p' })
    const places = [
      { ...mine, connectionId: foreign.connectionId },
      { ...foreign, connectionId: mine.connectionId },
      { tenantId: mine.connectionId, connectionId: mine.tenantId },
    ]
    for (const place of places) {
      const error = await failureOf(vault.open(place, token))
      assert.equal(error.code, 'E_SEAL_INVALID')
      assert.match(error.message, /not bound to this connection/)
    }
  })

  test('an earlier key opens what it sealed, and the active key seals', async ({ assert }) => {
    const [older, newer] = [randomKey(), randomKey()]
    const binding = await newBinding()
    const before = await vaultOf(older).seal(binding, { password: 'before' })
    const vault = vaultOf(newer, older)
    assert.deepEqual(await vault.open(binding, before.token), { password: 'before' })
    const after = await vault.seal(binding, { password: 'after' })
    assert.equal(before.masterKeyId, keyringOf(older).active.id)
    assert.equal(after.masterKeyId, keyringOf(newer).active.id)
    assert.deepEqual(await vaultOf(newer).open(binding, after.token), { password: 'after' })
  })

  test('a token of a key that is not in the ring names the key it needs', async ({ assert }) => {
    const lost = randomKey()
    const binding = await newBinding()
    const { token, masterKeyId } = await vaultOf(lost).seal(binding, { password: 'p' })
    const error = await failureOf(vaultOf(randomKey()).open(binding, token))
    assert.equal(error.code, 'E_SEAL_INVALID')
    assert.include(error.message, masterKeyId)
    assert.include(error.message, 'CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS')
    assert.notInclude(error.message, lost)
  })

  test('neither the token nor an error shows the credentials', async ({ assert }) => {
    const vault = vaultOf(randomKey())
    const binding = await newBinding()
    const { token } = await vault.seal(binding, { password: 'hunter2-hunter2' })
    assert.notInclude(Buffer.from(token, 'base64url').toString('latin1'), 'hunter2')
    const error = await failureOf(vault.open(binding, `${token.slice(0, -4)}AAAA`))
    assert.notInclude(`${error.stack}${JSON.stringify(error)}${error.cause}`, 'hunter2')
  })

  test('the container hands out one vault', async ({ assert }) => {
    const vault = await app.container.make(Vault)
    assert.strictEqual(await app.container.make(Vault), vault)
    const binding = await newBinding()
    const { token } = await vault.seal(binding, { password: 'p' })
    assert.deepEqual(await new Vault(await ring(), options).open(binding, token), { password: 'p' })
  })
})

async function ring() {
  const { MasterKeyring } = await import('#vault/master_keyring')
  return app.container.make(MasterKeyring)
}
