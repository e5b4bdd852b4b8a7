import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import fc from 'fast-check'
import { readParameters } from '#vault/tenant_key_parameters'
import { options } from './fixtures.js'

const row = { salt: randomBytes(32).toString('base64'), n: 2 ** 14, r: 8, p: 1 }

test.group('Tenant key parameters', () => {
  test('a row that was written by the vault is read', ({ assert }) => {
    const { salt, cost } = readParameters(row, options.scryptCaps)
    assert.equal(salt.toString('base64'), row.salt)
    assert.deepEqual(cost, { N: 2 ** 14, r: 8, p: 1 })
  })

  test('the caps themselves are allowed', ({ assert }) => {
    const { N: n, r, p } = options.scryptCaps
    assert.deepEqual(
      readParameters({ ...row, n, r, p }, options.scryptCaps).cost,
      options.scryptCaps
    )
  })

  test('no number gets past that is not a cost within the caps', ({ assert }) => {
    const anyNumber = fc.oneof(
      fc.double(),
      fc.integer({ min: -2, max: 20 }),
      fc.integer({ min: 0, max: 53 }).map((exponent) => 2 ** exponent)
    )
    const powers = Array.from({ length: 17 }, (_, index) => 2 ** (index + 1))
    fc.assert(
      fc.property(anyNumber, anyNumber, anyNumber, (n, r, p) => {
        const cost = readOrNull({ ...row, n, r, p })
        if (!cost) return
        assert.include(powers, cost.N)
        assert.include(
          Array.from({ length: 16 }, (_, index) => index + 1),
          cost.r
        )
        assert.include([1, 2, 3, 4], cost.p)
      }),
      { numRuns: 2_000 }
    )
  })

  test('{fault} is refused')
    .with([
      { fault: 'an N beyond 32 bits', change: { n: 2 ** 33 } },
      { fault: 'an endless N', change: { n: Infinity } },
      { fault: 'an N that is no number', change: { n: Number.NaN } },
      { fault: 'a fractional r', change: { r: 1.5 } },
      { fault: 'a fractional p', change: { p: 0.5 } },
      { fault: 'a salt with a line break', change: { salt: `${row.salt}\n` } },
    ])
    .run(({ assert }, { change }) => {
      assert.isNull(readOrNull({ ...row, ...change }))
    })
})

function readOrNull(parameters: typeof row) {
  try {
    return readParameters(parameters, options.scryptCaps).cost
  } catch (error) {
    if (Object(error).code === 'E_TENANT_KEY_INVALID') return null
    throw error
  }
}
