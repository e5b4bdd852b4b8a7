import { test } from '@japa/runner'
import { WIDE } from '#tests/conformance/fixtures'
import type { Bench } from '#tests/conformance/suite'
import { connectorTo, never, type Overrides, using } from '#tests/conformance/workbench'

export function registerLimitTests({ spec, server }: Bench) {
  const preview = (name: string, limits: Overrides['limits'], limit = 10) =>
    using(connectorTo(spec.engine, server(), { limits }), (connector) =>
      connector.preview(
        { schema: server().schema, name },
        { limit, exactCount: false, signal: never }
      )
    )

  test('a huge cell is cut, and says so', async ({ assert }) => {
    const { rows, truncated } = await preview('big', { cellBytes: 1_000 }, 1)
    const [, text, binary] = rows[0] ?? []
    assert.isTrue(truncated)
    assert.containsSubset(text, { $type: 'text', text: 'x'.repeat(1_000), truncated: true })
    assert.containsSubset(binary, { $type: 'binary', bytes: 300_000, truncated: true })
    const { base64 } = binary as { base64: string }
    assert.lengthOf(Buffer.from(base64, 'base64'), 1_000)
  })

  test('a cell within the limit is whole', async ({ assert }) => {
    const { rows, truncated } = await preview('big', { cellBytes: 300_000 }, 1)
    assert.equal(rows[0]?.[1], 'x'.repeat(300_000))
    assert.isFalse(truncated)
  })

  test('rows stop when the answer would grow too large', async ({ assert }) => {
    const { rows, truncated } = await preview('big', { cellBytes: 10_000, totalBytes: 60_000 })
    assert.isTrue(truncated)
    assert.isAtLeast(rows.length, 1)
    assert.isBelow(rows.length, 4)
    assert.isBelow(JSON.stringify(rows).length, 61_000)
  })

  test('rows stop at the limit, whatever is asked for', async ({ assert }) => {
    const { rows } = await preview('people', { rows: 5 }, 50)
    assert.lengthOf(rows, 5)
  })

  test('columns beyond the limit are left out, and it says so', async ({ assert }) => {
    const narrow = await preview('wide', { columns: 10 })
    assert.lengthOf(narrow.columns, 10)
    assert.lengthOf(narrow.rows[0] ?? [], 10)
    assert.isTrue(narrow.truncated)
    const whole = await preview('wide', {})
    assert.lengthOf(whole.columns, WIDE)
    assert.isFalse(whole.truncated)
  })
}
