import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { Secret } from '@adonisjs/core/helpers'
import { test } from '@japa/runner'
import { testCertificates } from '#tests/support/certificates'
import { VaultStandin } from '#tests/support/standins/vault/server'
import type { MasterKeySources } from '#vault/key_providers/create_key_provider'
import { generateMasterKey } from '#vault/key_providers/generate_master_key'
import { MasterKeyring } from '#vault/master_keyring'
import { failureOf, keyringOf, randomKey } from '../fixtures.js'
import { temporaryFile } from './temporary_file.js'
import { registerKeyProviderSuite } from './suite.js'

const AAD = Buffer.from('varlor master key v1')

/** A Vault with the keys `varlor` and `another`, and a token that may use both. */
async function startVault(certificate?: { cert: string; key: string }) {
  const vault = await VaultStandin.start(certificate)
  const token = `hvs.${randomBytes(12).toString('hex')}`
  for (const key of ['varlor', 'another']) vault.keys.create(key)
  vault.tokens.set(token, ['transit/encrypt/varlor', 'transit/decrypt/varlor'])
  const sources: MasterKeySources = {
    provider: 'vault-transit',
    transit: { address: vault.address, token: new Secret(token), key: 'varlor' },
  }
  return { vault, token, sources }
}

registerKeyProviderSuite({
  provider: 'vault-transit',
  against: 'a stand-in',
  source: /^Vault Transit varlor at http:\/\/127\.0\.0\.1:\d+$/,
  says: {
    'altered': /the Transit key varlor did not wrap it/,
    "another's": /the Transit key varlor did not wrap it/,
    'out of reach': /Vault at http:\/\/127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)/,
    'denied': /token of VAULT_TOKEN may not use transit\/decrypt\/varlor/,
  },
  async start() {
    const { vault, token, sources } = await startVault()
    const wrap = (name: string, key: string) =>
      vault.keys.encrypt(name, Buffer.from(key, 'base64'), AAD)
    const withActive = (active: string) => ({ ...sources, active: new Secret(active) })
    return {
      secrets: [token],
      protect: async (key) => wrap('varlor', key),
      configure: async ({ active, previous }) => ({
        ...sources,
        active: active === undefined ? undefined : new Secret(active),
        previous: previous?.length ? new Secret(previous.join(',')) : undefined,
      }),
      async fail(fault, active) {
        if (fault === 'denied') vault.tokens.set(token, ['transit/encrypt/varlor'])
        if (fault === 'out of reach') await vault.stop()
        const text = wrap(fault === "another's" ? 'another' : 'varlor', active)
        return withActive(fault === 'altered' ? `${text.slice(0, 30)}AAAA${text.slice(34)}` : text)
      },
      stop: () => vault.stop(),
    }
  },
})

test.group('Vault Transit', (group) => {
  let vault: VaultStandin
  let token: string
  let sources: MasterKeySources
  group.each.setup(async () => {
    ;({ vault, token, sources } = await startVault())
    return () => vault.stop()
  })

  const wrapped = (key: string) =>
    new Secret(vault.keys.encrypt('varlor', Buffer.from(key, 'base64'), AAD))
  const load = (changed: Partial<MasterKeySources> = {}) =>
    MasterKeyring.load({ ...sources, ...changed }, { allowSeed: false })
  const transit = (changed: MasterKeySources['transit']) => ({
    transit: { ...sources.transit, ...changed },
  })

  test('binds a key to its purpose, and asks with the token and the namespace', async ({
    assert,
  }) => {
    vault.namespace = 'team-a'
    const made = await generateMasterKey({ ...sources, ...transit({ namespace: 'team-a' }) })
    await load({ active: new Secret(made.value), ...transit({ namespace: 'team-a' }) })
    assert.deepEqual(
      vault.asked.map(({ path }) => path),
      ['transit/encrypt/varlor', 'transit/decrypt/varlor']
    )
    for (const asked of vault.asked) {
      assert.equal(asked.token, token)
      assert.equal(asked.namespace, 'team-a')
      assert.equal(asked.body.associated_data, AAD.toString('base64'))
    }
  })

  test('a ciphertext that was made for something else is refused', async ({ assert }) => {
    const foreign = vault.keys.encrypt('varlor', randomBytes(32), Buffer.alloc(0))
    const error = await failureOf(load({ active: new Secret(foreign) }))
    assert.match(error.message, /did not wrap it for Varlor/)
  })

  test('an earlier key may still be in the clear, the active one may not', async ({ assert }) => {
    const [active, older] = [randomKey(), randomKey()]
    const ring = await load({ active: wrapped(active), previous: new Secret(older) })
    assert.deepEqual(ring.ids, keyringOf(active, older).ids)
    assert.equal(ring.sourceOf(`${ring.ids[1]}`), 'CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS')
    const error = await failureOf(load({ active: new Secret(active) }))
    assert.match(error.message, /is not a key that Vault Transit varlor at .* has wrapped/)
    assert.notInclude(error.message, active)
  })

  test('the token may stand in a file, and be in another mount', async ({ assert }) => {
    const { path, folder } = temporaryFile(`${token}\n`)
    vault.mount = 'crypto/eu'
    vault.tokens.set(token, ['crypto/eu/decrypt/varlor'])
    const changed = transit({ token: undefined, tokenFile: path, mount: 'crypto/eu' })
    const active = randomKey()
    const ring = await load({ active: wrapped(active), ...changed })
    assert.deepEqual(ring.ids, keyringOf(active).ids)
    vault.tokens.clear()
    const error = await failureOf(load({ active: wrapped(active), ...changed }))
    assert.match(error.message, /does not know the token of VAULT_TOKEN_FILE/)
    rmSync(folder, { recursive: true })
  })

  test('says what is wrong with {what}')
    .with([
      {
        what: 'a sealed Vault',
        spoil: () => void (vault.isSealed = true),
        says: /is sealed .* Unseal it/,
      },
      {
        what: 'an expired token',
        spoil: () => vault.tokens.clear(),
        says: /VAULT_TOKEN: it is wrong or has expired/,
      },
      {
        what: 'another mount',
        spoil: () => void (vault.mount = 'crypto'),
        says: /no Transit engine at transit.*VAULT_TRANSIT_MOUNT/,
      },
      {
        what: 'a server that is no Vault',
        spoil: () => void vault.instead.push({ status: 200, body: ['hello'] }),
        says: /is not Vault's Transit engine\. Check VAULT_ADDR/,
      },
      {
        what: 'a server that is broken',
        spoil: () =>
          void vault.instead.push(...Array(3).fill({ status: 500, body: { errors: ['oh'] } })),
        says: /answered with status 500/,
      },
    ])
    .run(async ({ assert }, { spoil, says }) => {
      const active = wrapped(randomKey())
      spoil()
      const error = await failureOf(load({ active }))
      assert.equal(error.code, 'E_MASTER_KEY_UNAVAILABLE')
      assert.match(error.message, says)
      assert.match(error.message, /^CREDENTIAL_ENCRYPTION_KEY could not be unwrapped: /)
      assert.notInclude(`${error.message}${error.stack}`, token)
    })

  test('names a Transit key that is not there', async ({ assert }) => {
    vault.tokens.set(token, ['transit/decrypt/typo', 'transit/encrypt/typo'])
    const changed = transit({ key: 'typo' })
    const error = await failureOf(load({ active: wrapped(randomKey()), ...changed }))
    assert.match(error.message, /has no key typo\. Check VAULT_TRANSIT_KEY/)
    const unmade = await failureOf(generateMasterKey({ ...sources, ...changed }))
    assert.match(unmade.message, /^A new key could not be wrapped: .*typo/)
  })

  test('asks again after a passing failure, and no more than three times', async ({ assert }) => {
    const active = randomKey()
    vault.instead.push({ status: 502 }, { status: 500 })
    const ring = await load({ active: wrapped(active) })
    assert.deepEqual(ring.ids, keyringOf(active).ids)
    assert.lengthOf(vault.asked, 3)
    vault.instead.push(...Array.from({ length: 9 }, () => ({ status: 502 })))
    await failureOf(load({ active: wrapped(active) }))
    assert.lengthOf(vault.asked, 6)
  })

  test('a Vault that never answers ends with the deadline, and its sockets', async ({ assert }) => {
    vault.instead.push('silence')
    const error = await failureOf(load({ active: wrapped(randomKey()), deadline: 300 }))
    assert.match(error.message, /did not answer within 0\.3 seconds\. Check VAULT_ADDR/)
    assert.equal(error.code, 'E_MASTER_KEY_UNAVAILABLE')
    await vault.allClosed()
  })

  test('refuses settings that are missing or malformed: {variable}')
    .with([
      { variable: 'VAULT_ADDR', changed: { address: undefined }, says: /VAULT_ADDR is not set/ },
      {
        variable: 'VAULT_ADDR',
        changed: { address: 'vault:8200' },
        says: /VAULT_ADDR is not a URL/,
      },
      {
        variable: 'VAULT_ADDR',
        changed: { address: 'https://u:hunter2@vault' },
        says: /VAULT_ADDR has a user/,
      },
      {
        variable: 'VAULT_ADDR',
        changed: { address: 'http://vault:8200' },
        says: /in the clear\. Use https/,
      },
      {
        variable: 'VAULT_TOKEN',
        changed: { token: undefined },
        says: /VAULT_TOKEN \(or VAULT_TOKEN_FILE\) is not set/,
      },
      {
        variable: 'VAULT_TOKEN',
        changed: { token: new Secret('hunter2\nx: y') },
        says: /VAULT_TOKEN holds no token/,
      },
      { variable: 'VAULT_TOKEN_FILE', changed: { tokenFile: '/x' }, says: /both set/ },
      {
        variable: 'VAULT_TOKEN_FILE',
        changed: { token: undefined, tokenFile: '/absent' },
        says: /VAULT_TOKEN_FILE names a file.*\/absent/,
      },
      {
        variable: 'VAULT_TRANSIT_KEY',
        changed: { key: undefined },
        says: /VAULT_TRANSIT_KEY is not set/,
      },
      {
        variable: 'VAULT_TRANSIT_KEY',
        changed: { key: '../sys/seal' },
        says: /VAULT_TRANSIT_KEY is not a name/,
      },
      {
        variable: 'VAULT_TRANSIT_MOUNT',
        changed: { mount: 'a/../../sys' },
        says: /VAULT_TRANSIT_MOUNT is not a name/,
      },
      {
        variable: 'VAULT_CACERT',
        changed: { caFile: '/absent.pem' },
        says: /VAULT_CACERT names a file.*absent\.pem/,
      },
    ])
    .run(async ({ assert }, { changed, says }) => {
      const error = await failureOf(load({ active: wrapped(randomKey()), ...transit(changed) }))
      assert.equal(error.code, 'E_MASTER_KEY_INVALID')
      assert.match(error.message, says)
      assert.notInclude(error.message, 'hunter2')
      assert.lengthOf(vault.asked, 0)
    })
})

test.group('Vault Transit over TLS', (group) => {
  let vault: VaultStandin
  let token: string
  let sources: MasterKeySources
  let authority: { path: string; folder: string }
  group.each.setup(async () => {
    const certificates = await testCertificates()
    ;({ vault, token, sources } = await startVault(certificates.server))
    authority = temporaryFile(certificates.ca)
    return async () => {
      await vault.stop()
      rmSync(authority.folder, { recursive: true })
    }
  })
  group.each.teardown(() => {
    delete process.env.VAULT_SKIP_VERIFY
  })

  const load = (caFile?: string) => {
    const active = vault.keys.encrypt('varlor', randomBytes(32), AAD)
    return MasterKeyring.load(
      { ...sources, active: new Secret(active), transit: { ...sources.transit, caFile } },
      { allowSeed: false }
    )
  }

  test('believes the authority of VAULT_CACERT', async ({ assert }) => {
    const ring = await load(authority.path)
    assert.lengthOf(ring.ids, 1)
  })

  test('believes nobody else, whatever VAULT_SKIP_VERIFY says', async ({ assert }) => {
    process.env.VAULT_SKIP_VERIFY = '1'
    const error = await failureOf(load())
    assert.match(error.message, /certificate of https:.* is not to be trusted.*VAULT_CACERT/)
    assert.lengthOf(vault.asked, 0)
  })

  test('does not follow a redirection to plain HTTP with the token', async ({ assert }) => {
    const plain = await VaultStandin.start()
    vault.instead.push({ status: 307, headers: { location: `${plain.address}/v1/transit` } })
    const error = await failureOf(load(authority.path))
    assert.match(error.message, /redirects to plain HTTP/)
    assert.lengthOf(plain.asked, 0)
    assert.notInclude(`${error.message}${error.stack}`, token)
    await plain.stop()
  })
})
