import { test } from '@japa/runner'
import type { TableSummary } from '#connectors/contracts'
import { hostileNames, PEOPLE } from '#tests/conformance/fixtures'
import type { Bench } from '#tests/conformance/suite'
import { connectorTo, never, type Overrides, using } from '#tests/conformance/workbench'

export function registerCatalogTests({ spec, server }: Bench) {
  const list = (overrides: Overrides = {}): Promise<TableSummary[]> =>
    using(connectorTo(spec.engine, server(), overrides), (connector) =>
      connector.listTables({ signal: never })
    )

  test('tables and views are listed with their schema and kind', async ({ assert }) => {
    const tables = await list()
    const { schema } = server()
    const stored = spec.engine.capabilities.infersColumns ? 'collection' : 'table'
    for (const [name, kind] of [
      ['people', stored],
      ['orders', stored],
      ['empty_table', stored],
      ...(spec.lacks?.views ? [] : [['adults', 'view']]),
    ]) {
      assert.containsSubset(
        tables.find((table) => table.name === name),
        { schema, kind },
        name
      )
    }
  })

  test('the catalogs of the database itself are not listed', async ({ assert }) => {
    const tables = await list()
    const schemas = new Set(tables.map(({ schema }) => schema))
    assert.deepEqual([...schemas], [server().schema])
  })

  test('estimates come from the database and are about right', async ({ assert }) => {
    const tables = await list()
    const estimate = tables.find(({ name }) => name === 'people')?.rowEstimate ?? 0
    assert.isAtLeast(estimate, PEOPLE / spec.dialect.estimateTolerance)
    assert.isAtMost(estimate, PEOPLE * spec.dialect.estimateTolerance)
    if (spec.lacks?.views) return
    assert.isNull(tables.find(({ name }) => name === 'adults')?.rowEstimate)
  })

  test('hostile names are listed as they are', async ({ assert }) => {
    const tables = await list()
    const names = tables.map(({ name }) => name)
    assert.includeMembers(names, hostileNames(spec))
    assert.include(names, 'people')
  })

  test('no more tables than the limit are read', async ({ assert }) => {
    assert.lengthOf(await list({ limits: { tables: 3 } }), 3)
  })

  test('what is listed is plain JSON', async ({ assert }) => {
    const tables = await list()
    assert.deepEqual(JSON.parse(JSON.stringify(tables)), tables)
  })
}
