import { Secret } from '@adonisjs/core/helpers'
import { test } from '@japa/runner'
import { notProvedOn } from '#tests/support/servers/missing'
import { hasOpenbao, OpenbaoServer, REAL_VAULT } from '#tests/support/servers/openbao'
import { freePort } from '#tests/support/servers/throwaway_process'
import { MasterKeyring } from '#vault/master_keyring'
import { failureOf, randomKey } from '../fixtures.js'
import { registerKeyProviderSuite } from './suite.js'

const AAD = Buffer.from('varlor master key v1')
const [ENCRYPT, DECRYPT] = ['transit/encrypt/varlor', 'transit/decrypt/varlor']

if (hasOpenbao()) registerOnOpenbao()
else notProvedOn('OpenBao or HashiCorp Vault', REAL_VAULT)

function registerOnOpenbao() {
  let openbao: OpenbaoServer

  async function startServer() {
    openbao = await OpenbaoServer.start()
    for (const key of ['varlor', 'another']) await openbao.post(`transit/keys/${key}`, {})
    return () => openbao.stop()
  }
  const sourcesFor = (token: string, address = openbao.address) => ({
    provider: 'vault-transit' as const,
    transit: { address, token: new Secret(token), key: 'varlor' },
  })

  registerKeyProviderSuite({
    provider: 'vault-transit',
    against: 'OpenBao or Vault itself',
    prepare: (group) => void group.setup(startServer),
    source: /^Vault Transit varlor at http:\/\/127\.0\.0\.1:\d+$/,
    says: {
      'altered': /the Transit key varlor did not wrap it/,
      "another's": /the Transit key varlor did not wrap it/,
      'out of reach': /cannot be reached \(ECONNREFUSED\)/,
      'denied': /token of VAULT_TOKEN may not use transit\/decrypt\/varlor/,
    },
    async start() {
      const token = await openbao.tokenFor(ENCRYPT, DECRYPT)
      return {
        secrets: [token],
        protect: (key) => openbao.encrypt('varlor', key, AAD),
        configure: async ({ active, previous }) => ({
          ...sourcesFor(token),
          active: active === undefined ? undefined : new Secret(active),
          previous: previous?.length ? new Secret(previous.join(',')) : undefined,
        }),
        async fail(fault, active) {
          const text = await openbao.encrypt(
            fault === "another's" ? 'another' : 'varlor',
            active,
            AAD
          )
          const altered = `${text.slice(0, 30)}AAAA${text.slice(34)}`
          const address =
            fault === 'out of reach' ? `http://127.0.0.1:${await freePort()}` : undefined
          const may = fault === 'denied' ? await openbao.tokenFor(ENCRYPT) : token
          const configured = new Secret(fault === 'altered' ? altered : text)
          return { ...sourcesFor(may, address), active: configured }
        },
        stop: async () => {},
      }
    },
  })

  test.group('OpenBao or Vault itself', (group) => {
    group.setup(startServer)

    const load = async (token: string, active: string, key = 'varlor', mount = 'transit') => {
      const { transit, ...sources } = sourcesFor(token)
      return MasterKeyring.load(
        { ...sources, transit: { ...transit, key, mount }, active: new Secret(active) },
        { allowSeed: false }
      )
    }

    test('answers each mistake as the stand-in does', async ({ assert }) => {
      const text = await openbao.encrypt('varlor', randomKey(), AAD)
      const token = await openbao.tokenFor(DECRYPT, 'transit/decrypt/typo', 'crypto/decrypt/varlor')
      const unbound = await openbao.encrypt('varlor', randomKey(), Buffer.from('other'))
      for (const [failing, says] of [
        [() => load(token, text, 'typo'), /has no key typo\. Check VAULT_TRANSIT_KEY/],
        [() => load(token, text, 'varlor', 'crypto'), /no Transit engine at crypto/],
        [() => load(token, unbound), /did not wrap it for Varlor/],
        [() => load(token, text.replace('v1', 'v9')), /does not open that version/],
        [() => load('unknown', text), /does not know the token of VAULT_TOKEN/],
      ] as const) {
        assert.match((await failureOf(failing())).message, says)
      }
    })

    test('a revoked token and a sealed server are told apart', async ({ assert }) => {
      const text = await openbao.encrypt('varlor', randomKey(), AAD)
      const token = await openbao.tokenFor(DECRYPT)
      await openbao.post('auth/token/revoke', { token })
      const revoked = await failureOf(load(token, text))
      assert.match(revoked.message, /VAULT_TOKEN: it is wrong or has expired/)
      await openbao.post('sys/seal', {})
      assert.match((await failureOf(load(token, text))).message, /is sealed/)
    })
  })
}
