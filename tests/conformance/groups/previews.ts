import { inspect } from 'node:util'
import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import type { Preview, PreviewOptions } from '#connectors/contracts'
import { HOSTILE_COLUMN, hostileNames, PEOPLE } from '#tests/conformance/fixtures'
import type { Bench } from '#tests/conformance/suite'
import { connectorTo, never } from '#tests/conformance/workbench'

export function registerPreviewTests({ spec, server }: Bench) {
  const preview = async (name: string, options: Partial<PreviewOptions> = {}): Promise<Preview> => {
    const connector = await connectorTo(spec.engine, server())
    const table = { schema: server().schema, name }
    try {
      return await connector.preview(table, {
        limit: 10,
        exactCount: false,
        signal: never,
        ...options,
      })
    } finally {
      await connector.dispose()
    }
  }

  test('columns tell type, nullability, default and primary key', async ({ assert }) => {
    const { table, columns } = await preview('people')
    assert.deepEqual(table, { schema: server().schema, name: 'people', kind: 'table' })
    assert.containsSubset(columns, [
      { name: 'id', nullable: false, default: null, primaryKey: true, references: null },
      { name: 'name', nullable: false, primaryKey: false, references: null },
    ])
    assert.include(columns[1]?.default ?? '', 'nobody')
    assert.isNotEmpty(columns[0]?.type)
  })

  test('columns tell what they reference', async ({ assert }) => {
    const { columns } = await preview('orders')
    assert.containsSubset(columns[1], {
      name: 'person_id',
      nullable: true,
      references: { schema: server().schema, name: 'people', column: 'id' },
    })
  })

  test('rows are arrays in the order of the columns, and of the primary key', async ({
    assert,
  }) => {
    const { rows, truncated } = await preview('people', { limit: 3 })
    assert.deepEqual(rows, [
      [1, 'person 1'],
      [2, 'person 2'],
      [3, 'person 3'],
    ])
    assert.isFalse(truncated)
  })

  test('the count is the estimate, or exact on request', async ({ assert }) => {
    const { rowCount: estimated } = await preview('people')
    assert.isFalse(estimated.exact)
    assert.isAtLeast(estimated.value ?? 0, PEOPLE / spec.dialect.estimateTolerance)
    const { rowCount: exact } = await preview('people', { exactCount: true })
    assert.deepEqual(exact, { value: PEOPLE, exact: true })
  })

  test('a view is previewed like a table', async ({ assert }) => {
    const { table, columns, rows } = await preview('adults')
    assert.equal(table.kind, 'view')
    assert.deepEqual(
      columns.map(({ name, primaryKey }) => [name, primaryKey]),
      [
        ['id', false],
        ['name', false],
      ]
    )
    assert.lengthOf(rows, 10)
  })

  test('an empty table has columns and no rows', async ({ assert }) => {
    const { columns, rows, rowCount, truncated } = await preview('empty_table', {
      exactCount: true,
    })
    assert.lengthOf(columns, 2)
    assert.deepEqual(rows, [])
    assert.deepEqual(rowCount, { value: 0, exact: true })
    assert.isFalse(truncated)
  })

  test('every type keeps its value and its spelling', async ({ assert }) => {
    const { columns, rows } = await preview('every_type')
    const full = rows.find(([first]) => first !== null) ?? []
    spec.types.forEach(({ declared, shown, cell }, i) => {
      assert.equal(columns[i]?.type, shown ?? declared)
      assert.deepEqual(full[i], cell, declared)
    })
    assert.deepEqual(JSON.parse(JSON.stringify(rows)), rows)
  })

  test('every type may be null', async ({ assert }) => {
    const { rows } = await preview('every_type')
    const empty = rows.find(([first]) => first === null) ?? []
    assert.deepEqual(
      empty,
      spec.types.map(() => null)
    )
  })

  test('hostile names of tables and columns are only names', async ({ assert }) => {
    for (const name of hostileNames(spec)) {
      const { table, columns, rows } = await preview(name, { exactCount: true })
      assert.equal(table.name, name)
      assert.equal(columns[0]?.name, HOSTILE_COLUMN)
      assert.deepEqual(rows, [[42]], name)
    }
  })

  test('a table that is not listed is not found, and its name is not run', async ({ assert }) => {
    for (const name of ['no_such_table', 'people; select 1', 'people"', 'PEOPLE ']) {
      const error = await preview(name).then(
        () => null,
        (thrown: unknown) => thrown
      )
      assert.instanceOf(error, ConnectorError, name)
      assert.equal((error as ConnectorError).code, 'table_not_found', name)
      for (const secret of Object.values(server().credentials)) {
        assert.notInclude(inspect(error, { depth: 10 }), secret)
      }
    }
  })
}
