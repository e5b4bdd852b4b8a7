import { test } from '@japa/runner'
import { oracle } from '#connectors/oracle/engine'
import { sqlite } from '#connectors/sqlite/engine'
import type { Evidence } from '#tests/conformance/evidence'
import { proofTable } from '#tests/conformance/proof_table'

function cellsOf(evidence: Partial<Evidence>): Record<string, string> {
  const [head = [], , row = []] = proofTable([
    {
      engine: oracle,
      against: 'our stand-in',
      realBy: null,
      version: '23.4',
      passed: 0,
      proven: new Set(),
      leftOut: new Map(),
      ...evidence,
    },
  ])
    .split('\n')
    .map((line) => line.split('|').map((text) => text.trim()))
  return Object.fromEntries(head.map((title, i) => [title, row[i] ?? '']))
}

test.group('The table of what was proved', () => {
  test('shows what passed, and nothing else as proved', ({ assert }) => {
    const proven = new Set(['refusal: wrong password', 'every type may be null'])
    const cells = cellsOf({ proven })
    assert.equal(cells.engine, 'Oracle')
    assert.equal(cells['wrong password'], '✓')
    assert.equal(cells['preview, every type'], '✗', 'only one of its two tests passed')
    assert.equal(cells.cancel, '✗')
  })

  test('shows why something was left out, or is not there', ({ assert }) => {
    const leftOut = new Map([['who goes away stops the work on the target', 'nothing is slow']])
    assert.equal(cellsOf({ leftOut }).cancel, 'nothing is slow')
    assert.equal(cellsOf({ engine: sqlite }).refused, 'no server')
    assert.equal(cellsOf({ engine: sqlite })['wrong password'], 'no password')
  })
})
