import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import { BootRefusedError, refusals, warnings, type BootFacts } from '#providers/boot_rules'

const safe: BootFacts = {
  production: true,
  trial: false,
  host: '0.0.0.0',
  appKey: randomBytes(32).toString('base64'),
  autoAuth: false,
  seedSet: false,
  masterKeyFault: null,
  retiredActiveKeyId: null,
  missingMasterKeyIds: [],
  serverFaults: [],
  migrated: true,
  defaultAdmin: false,
  setupLink: null,
}

const UNSAFE_IN_PRODUCTION = [
  { name: 'a seed', facts: { seedSet: true }, says: /^CREDENTIAL_ENCRYPTION_SEED.*openssl rand/ },
  { name: 'automatic login', facts: { autoAuth: true }, says: /^AUTO_AUTH.*Remove it/ },
  { name: 'a short APP_KEY', facts: { appKey: 'Xy7_'.repeat(7) }, says: /^APP_KEY.*openssl rand/ },
  {
    name: 'the APP_KEY of development',
    facts: { appKey: 'development-only-key-development-only-key' },
    says: /^APP_KEY/,
  },
  {
    name: 'the APP_KEY of the tests',
    facts: { appKey: 'tests-only-key-tests-only-key-tests-only-key' },
    says: /^APP_KEY/,
  },
  { name: 'a monotonous APP_KEY', facts: { appKey: 'abcabcab'.repeat(8) }, says: /^APP_KEY/ },
]

const UNSAFE_ALWAYS = [
  {
    name: 'a server of ours that is away',
    facts: { serverFaults: ['REDIS_URL: no Redis answers at redis:6379 (ECONNREFUSED).'] },
    says: /^REDIS_URL: no Redis/,
  },
  {
    name: 'a database without tables',
    facts: { migrated: false },
    says: /no tables yet.*node ace migration:run/,
  },
  {
    name: 'no usable master key',
    facts: { masterKeyFault: 'CREDENTIAL_ENCRYPTION_KEY is not set' },
    says: /^CREDENTIAL_ENCRYPTION_KEY is not set/,
  },
  {
    name: 'an active master key that is retired',
    facts: { retiredActiveKeyId: '0123456789abcdef' },
    says: /0123456789abcdef, which is retired.*keys:status/,
  },
  {
    name: 'rows that need other master keys',
    facts: { missingMasterKeyIds: ['0123456789abcdef', 'fedcba9876543210'] },
    says: /0123456789abcdef, fedcba9876543210.*CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS/,
  },
]

const ADMIN = { defaultAdmin: true }

test.group('Boot rules', () => {
  test('a safe configuration is served without a word', ({ assert }) => {
    assert.deepEqual(refusals(safe), [])
    assert.deepEqual(warnings(safe), [])
  })

  test('production refuses {name}, trial or not')
    .with([...UNSAFE_IN_PRODUCTION, ...UNSAFE_ALWAYS])
    .run(({ assert }, { facts, says }) => {
      for (const trial of [false, true]) {
        const [reason, ...others] = refusals({ ...safe, ...facts, trial })
        assert.match(reason ?? '', says)
        assert.lengthOf(others, 0)
        assert.isFalse(reason?.includes(Object(facts).appKey ?? '\0'))
      }
    })

  test('development refuses {name}')
    .with(UNSAFE_ALWAYS)
    .run(({ assert }, { facts }) => {
      assert.lengthOf(refusals({ ...safe, ...facts, production: false }), 1)
    })

  test('development does not mind {name}')
    .with([...UNSAFE_IN_PRODUCTION, { name: 'the default admin', facts: ADMIN }])
    .run(({ assert }, { facts }) => {
      assert.deepEqual(refusals({ ...safe, ...facts, production: false }), [])
      assert.deepEqual(warnings({ ...safe, ...facts, production: false }), [])
    })

  test('production refuses the default admin, and only a trial may keep it', ({ assert }) => {
    assert.match(refusals({ ...safe, ...ADMIN })[0] ?? '', /admin@example\.com/)
    assert.deepEqual(refusals({ ...safe, ...ADMIN, trial: true }), [])
  })

  test('a trial with the default admin that listens on {host} is a warning')
    .with(['0.0.0.0', '::', '192.168.1.20', 'varlor.example.com'].map((host) => ({ host })))
    .run(({ assert }, { host }) => {
      const [warning, ...others] = warnings({ ...safe, ...ADMIN, trial: true, host })
      assert.include(warning, host)
      assert.lengthOf(others, 0)
      assert.deepEqual(warnings({ ...safe, trial: true, host }), [])
    })

  test('a trial that listens on {host} is no warning')
    .with(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].map((host) => ({ host })))
    .run(({ assert }, { host }) => {
      assert.deepEqual(warnings({ ...safe, ...ADMIN, trial: true, host }), [])
    })

  test('production says where the first team is made, while there is nobody', ({ assert }) => {
    const setupLink = 'https://varlor.example/setup#vls_x'
    const [warning, ...others] = warnings({ ...safe, setupLink })
    assert.include(warning, setupLink)
    assert.lengthOf(others, 0)
    assert.deepEqual(warnings({ ...safe, setupLink, production: false }), [])
  })

  test('every reason is told at once', ({ assert }) => {
    const everything = Object.assign(
      {},
      safe,
      ADMIN,
      ...[...UNSAFE_IN_PRODUCTION, ...UNSAFE_ALWAYS].map(({ facts }) => facts)
    )
    const reasons = refusals(everything)
    assert.lengthOf(reasons, 9)
    const error = new BootRefusedError(reasons)
    assert.equal(error.code, 'E_BOOT_REFUSED')
    for (const reason of reasons) assert.include(error.message, `\n  - ${reason}`)
  })
})
