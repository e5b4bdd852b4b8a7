import { test } from '@japa/runner'
import { connectorFacts } from '#datasets/connector_facts'
import { LIMITS, TIMES } from '#tests/conformance/workbench'

test.group('What connectors of an import are built with', () => {
  test('says where our own servers are, and not how to sign in', ({ assert }) => {
    const own = ['postgres://app:secret@[::1]:5433/varlor?sslmode=x', 'redis://:secret@cache']
    const facts = connectorFacts({
      egress: { allow: ['private'], own },
      filesDir: '/data/files',
      ownFiles: ['/data/varlor.sqlite'],
      limits: LIMITS,
      ...TIMES,
    })
    assert.deepEqual(facts.egress, {
      allow: ['private'],
      own: ['postgres://[::1]:5433', 'redis://cache'],
    })
    assert.deepEqual(facts.files, { folder: '/data/files', ownFiles: ['/data/varlor.sqlite'] })
    assert.notInclude(JSON.stringify(facts), 'secret')
  })
})
