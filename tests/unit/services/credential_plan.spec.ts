import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Engine } from '#connectors/engine'
import { planCredentials } from '#services/credential_plan'

const secret = { kind: 'secret', group: 'basics', maxLength: 100 } as const
const text = { kind: 'text', group: 'basics', maxLength: 100, required: true } as const

const engine: Engine = {
  name: 'made_up',
  label: 'Made up',
  capabilities: {},
  probes: [],
  config: [
    { ...text, name: 'host', label: 'Host', guardsCredentials: true },
    { ...text, name: 'tls.mode', label: 'TLS', guardsCredentials: true, default: 'on' },
    { ...text, name: 'database', label: 'Database' },
  ],
  credentials: [
    { ...secret, name: 'password', label: 'Password', required: true },
    {
      ...secret,
      name: 'key',
      label: 'Key',
      required: false,
      when: { field: 'tls.mode', in: ['on'] },
    },
  ],
  urls: [],
  describeTarget: () => '',
  load: () => Promise.reject(new Error('A plan loads no connector')),
}

const config = { host: 'a', database: 'd', tls: { mode: 'on' } }
const stored = { config, credentialFields: ['password', 'key'] }

/** Codes and fields of what it throws. */
function refusals(plan: () => unknown): [string, string | undefined][] {
  try {
    plan()
    return []
  } catch (error) {
    const { items } = error as { items: { code: string; field?: string }[] }
    return items.map(({ code, field }) => [code, field])
  }
}

test.group('The plan for credentials', () => {
  test('keeps what is omitted, replaces what is given, forgets what is null', ({ assert }) => {
    const plan = planCredentials(engine, config, { password: 'new', key: null }, stored)

    assert.deepEqual(plan, { kept: [], replaced: { password: 'new' } })
    assert.deepEqual(planCredentials(engine, config, {}, stored), {
      kept: ['password', 'key'],
      replaced: {},
    })
  })

  test('asks for each kept credential when a guarded field changes', ({ assert }) => {
    const moved = { ...config, host: 'b' }
    assert.deepEqual(
      refusals(() => planCredentials(engine, moved, {}, stored)),
      [
        ['E_CREDENTIALS_REQUIRED', 'credentials.password'],
        ['E_CREDENTIALS_REQUIRED', 'credentials.key'],
      ]
    )
    assert.isEmpty(
      refusals(() => planCredentials(engine, moved, { password: 'x', key: null }, stored))
    )
  })

  test('lets other fields change freely', ({ assert }) => {
    const other = { ...config, database: 'e' }
    assert.isEmpty(refusals(() => planCredentials(engine, other, {}, stored)))
  })

  test('asks for required credentials, also when they are cleared', ({ assert }) => {
    const missing: [string, string][] = [['E_REQUIRED', 'credentials.password']]

    assert.deepEqual(
      refusals(() => planCredentials(engine, config)),
      missing
    )
    assert.deepEqual(
      refusals(() => planCredentials(engine, config, { password: null }, stored)),
      missing
    )
  })

  test('drops credentials that no longer apply', ({ assert }) => {
    const plain = { ...config, tls: { mode: 'off' } }
    const plan = planCredentials(engine, plain, { password: 'x' }, stored)

    assert.deepEqual(plan, { kept: [], replaced: { password: 'x' } })
  })

  test('never keeps a credential for a place it was not entered for', ({ assert }) => {
    const given = fc.option(fc.constantFrom('new', null), { nil: undefined })
    const place = fc.record({
      host: fc.constantFrom('a', 'b'),
      database: fc.constantFrom('d', 'e'),
      tls: fc.record({ mode: fc.constantFrom('on', 'off') }),
    })
    fc.assert(
      fc.property(
        place,
        place,
        given,
        given,
        fc.subarray(['password', 'key']),
        (from, to, password, key, credentialFields) => {
          const isElsewhere = from.host !== to.host || from.tls.mode !== to.tls.mode
          const now = { config: from, credentialFields }
          let kept: string[] = []
          try {
            kept = planCredentials(engine, to, { password, key }, now).kept
          } catch {
            return
          }
          assert.isFalse(isElsewhere && kept.length > 0)
          for (const name of kept) assert.include(credentialFields, name)
        }
      ),
      { numRuns: 500 }
    )
  })
})
