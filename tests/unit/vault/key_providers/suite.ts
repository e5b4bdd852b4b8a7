import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import type { Group } from '@japa/runner/core'
import type { MasterKeySources } from '#vault/key_providers/create_key_provider'
import { generateMasterKey } from '#vault/key_providers/generate_master_key'
import type { KeyProviderName } from '#vault/key_providers/master_key_provider'
import { MasterKeyring } from '#vault/master_keyring'
import { failureOf, keyringOf, randomKey } from '../fixtures.js'

/** What is configured: keys in the clear or wrapped, or any text that somebody could take for one. */
export interface Configured {
  active?: string
  previous?: string[]
}

/** What can go wrong with a key that was good when it was configured. */
export type Fault = 'altered' | "another's" | 'out of reach' | 'denied'

/** Where one test keeps its keys. */
export interface KeyKeeper {
  /** What to configure for a key in base64: itself, or what the service wraps it as. */
  protect(key: string): Promise<string>
  configure(configured: Configured): Promise<MasterKeySources>
  /** Configures an active key, then lets the fault happen to it. */
  fail(fault: Fault, active: string): Promise<MasterKeySources>
  /** What no message may contain besides the keys: tokens, passwords. */
  secrets: string[]
  stop(): Promise<void>
}

export interface KeyProviderSpec {
  provider: KeyProviderName
  /** What plays the service. */
  against?: string
  /** What each test needs before it starts. */
  prepare?(group: Group): void
  start(): Promise<KeyKeeper>
  /** How `sourceOf` calls the place of the active key. */
  source: RegExp
  /** What the message of each fault says; null where it cannot happen to this provider, or cannot be told. */
  says: Record<Fault, RegExp | null>
}

const WEAK = [
  {
    kind: 'a passphrase',
    key: Buffer.from('correct horse battery staple 123'),
    says: /plain text/,
  },
  { kind: 'zeros', key: Buffer.alloc(32), says: /not a random key/ },
  { kind: 'a short key', key: randomBytes(16), says: /16 bytes instead of 32/ },
  { kind: 'a long key', key: randomBytes(31), says: /31 bytes instead of 32/ },
]

/** The one suite that every provider of master keys has to pass. */
export function registerKeyProviderSuite(spec: KeyProviderSpec) {
  const { provider, against } = spec
  test.group(`Key provider ${provider}${against ? ` (${against})` : ''}`, (group) => {
    let keeper: KeyKeeper
    spec.prepare?.(group)
    group.each.setup(async () => {
      keeper = await spec.start()
      return () => keeper.stop()
    })

    const load = (sources: MasterKeySources, without?: string) =>
      MasterKeyring.load(sources, { allowSeed: false, without })

    /** Configures keys in the clear, each as the provider wants it. */
    async function keep({ active, previous = [] }: Configured) {
      return keeper.configure({
        active: active && (await keeper.protect(active)),
        previous: await Promise.all(previous.map((key) => keeper.protect(key))),
      })
    }

    test('the active key comes first, and earlier ones are held', async ({ assert }) => {
      const [active, older, oldest] = [randomKey(), randomKey(), randomKey()]
      const ring = await load(await keep({ active, previous: [older, oldest] }))
      assert.sameMembers(ring.ids, keyringOf(active, older, oldest).ids)
      assert.equal(ring.active.id, keyringOf(active).active.id)
      assert.equal(ring.active.secret.export().toString('base64'), active)
      assert.match(ring.sourceOf(ring.active.id), spec.source)
    })

    test('a key to do without is not held', async ({ assert }) => {
      const [active, older, oldest] = [randomKey(), randomKey(), randomKey()]
      const without = keyringOf(older).active.id
      const ring = await load(await keep({ active, previous: [older, oldest] }), without)
      assert.sameMembers(ring.ids, keyringOf(active, oldest).ids)
    })

    test('refuses to go without an active key', async ({ assert }) => {
      const error = await failureOf(load(await keep({ previous: [randomKey()] })))
      assert.equal(error.code, 'E_MASTER_KEY_INVALID')
      assert.match(error.message, /CREDENTIAL_ENCRYPTION_KEY.*Make a key with: /)
    })

    test('refuses text that is no key, without quoting it', async ({ assert }) => {
      const [active, nonsense] = [await keeper.protect(randomKey()), 'plain nonsense!']
      for (const configured of [{ active: nonsense }, { active, previous: [nonsense] }]) {
        const error = await failureOf(load(await keeper.configure(configured)))
        assert.equal(error.code, 'E_MASTER_KEY_INVALID')
        assert.notInclude(`${error.message}${error.stack}`, nonsense)
      }
    })

    test('refuses an empty key', async ({ assert }) => {
      const error = await failureOf(load(await keeper.configure({ active: ' ' })))
      assert.match(error.message, /is empty\. Make a key with: /)
    })

    test('refuses a key that is there twice', async ({ assert }) => {
      const [active, older] = [randomKey(), randomKey()]
      for (const previous of [[active], [older, older]]) {
        const error = await failureOf(load(await keep({ active, previous })))
        assert.match(error.message, /twice/)
        for (const key of [active, older]) assert.notInclude(error.message, key)
      }
    })

    test('refuses {kind}, whatever keeps it')
      .with(WEAK)
      .run(async ({ assert }, { key, says }) => {
        const weak = key.toString('base64')
        for (const keys of [{ active: weak }, { active: randomKey(), previous: [weak] }]) {
          const error = await failureOf(load(await keep(keys)))
          assert.equal(error.code, 'E_MASTER_KEY_INVALID')
          assert.match(error.message, says)
          assert.notInclude(error.message, weak)
        }
      })

    for (const [fault, says] of Object.entries(spec.says) as [Fault, RegExp | null][]) {
      if (!says) continue
      test(`a key that is ${fault} is refused in a sentence of its own`, async ({ assert }) => {
        const active = randomKey()
        const sources = await keeper.fail(fault, active)
        const error = await failureOf(load(sources))
        assert.match(error.message, says)
        assert.match(error.message, /CREDENTIAL_ENCRYPTION_KEY/)
        const told = `${error.message}${error.stack}${JSON.stringify(error)}`
        for (const secret of [active, ...keeper.secrets]) assert.notInclude(told, secret)
      })
    }

    test('makes a key that can be configured as it stands', async ({ assert }) => {
      const sources = await keeper.configure({})
      const made = await generateMasterKey(sources)
      assert.equal(made.provider, provider)
      const ring = await load(await keeper.configure({ active: made.value }))
      assert.deepEqual(ring.ids, [made.id])
      const key = ring.active.secret.export().toString('base64')
      assert.equal(made.isSecret, key === made.value)
      assert.notEqual((await generateMasterKey(sources)).id, made.id)
    })
  })
}
