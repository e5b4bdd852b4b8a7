import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { randomKey } from '../fixtures.js'

const CLIENTS = /node_modules\/(@aws-sdk|@smithy|node-vault|axios)\//g

/** Boots a process with this provider, as far as making one, and gives the clients of services that it loaded. */
async function clientsLoadedFor(provider: string): Promise<string[]> {
  const script = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context) } })
    const { createKeyProvider } = await import('#vault/key_providers/create_key_provider')
    const transit = { address: 'http://127.0.0.1:1', key: 'varlor', token: { release: () => 'token' } }
    const kms = { keyId: 'alias/varlor', region: 'eu-central-1' }
    const options = { allowSeed: false }
    const provider = await createKeyProvider({ provider: ${JSON.stringify(provider)}, transit, kms }, options)
    provider.close()
    await import('#vault/vault')
    console.log(JSON.stringify(loaded))
  `
  const args = ['--import=@poppinss/ts-exec', '--input-type=module', '--eval', script]
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: app.makePath(),
    env: { ...process.env, CREDENTIAL_ENCRYPTION_KEY: randomKey() },
  })
  return [...new Set([...stdout.matchAll(CLIENTS)].map(([, name]) => `${name}`))].sort()
}

test.group('Clients of key services', (group) => {
  group.each.timeout(60_000)

  test('the provider {provider} loads {clients}')
    .with([
      { provider: 'environment', clients: [] },
      { provider: 'file', clients: [] },
      { provider: 'vault-transit', clients: ['axios', 'node-vault'] },
      { provider: 'aws-kms', clients: ['@aws-sdk', '@smithy'] },
    ])
    .run(async ({ assert }, { provider, clients }) => {
      assert.deepEqual(await clientsLoadedFor(provider), clients)
    })
})
