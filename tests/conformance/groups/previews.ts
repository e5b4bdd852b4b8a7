import { inspect } from 'node:util'
import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import type { Preview, PreviewOptions } from '#connectors/contracts'
import { hostileColumn, hostileNames, PEOPLE } from '#tests/conformance/fixtures'
import type { Bench } from '#tests/conformance/suite'
import { connectorTo, never, using } from '#tests/conformance/workbench'

export function registerPreviewTests({ spec, server }: Bench) {
  const preview = (name: string, options: Partial<PreviewOptions> = {}): Promise<Preview> =>
    using(connectorTo(spec.engine, server()), (connector) =>
      connector.preview(
        { schema: server().schema, name },
        { limit: 10, exactCount: false, signal: never, ...options }
      )
    )

  const { infersColumns = false } = spec.engine.capabilities
  const key = infersColumns ? '_id' : 'id'
  /** Documents have a key whether anybody wants one or not; it is their first column. */
  const besideKey = infersColumns ? 1 : 0

  if (infersColumns) registerInferenceTests()
  else registerDeclarationTests()

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
        [key, false],
        ['name', false],
      ]
    )
    assert.lengthOf(rows, 10)
  }).skip(Boolean(spec.lacks?.views), spec.lacks?.views)

  test('an empty table has columns and no rows', async ({ assert }) => {
    const { columns, rows, rowCount, truncated } = await preview('empty_table', {
      exactCount: true,
    })
    // Where nothing is there to infer them from, there are no columns either.
    assert.lengthOf(columns, infersColumns ? 0 : 2)
    assert.deepEqual(rows, [])
    assert.deepEqual(rowCount, { value: 0, exact: true })
    assert.isFalse(truncated)
  })

  test('every type keeps its value and its spelling', async ({ assert }) => {
    const { columns, rows } = await preview('every_type')
    const full = rows.find((row) => row[besideKey] !== null) ?? []
    spec.types.forEach(({ declared, shown, cell }, i) => {
      assert.equal(columns[besideKey + i]?.type, shown ?? declared)
      assert.deepEqual(full[besideKey + i], cell, declared)
    })
    assert.deepEqual(JSON.parse(JSON.stringify(rows)), rows)
  })

  test('every type may be null', async ({ assert }) => {
    const { rows } = await preview('every_type')
    const empty = rows.find((row) => row[besideKey] === null) ?? []
    assert.deepEqual(
      empty.slice(besideKey),
      spec.types.map(() => null)
    )
  })

  test('hostile names of tables and columns are only names', async ({ assert }) => {
    for (const name of hostileNames(spec)) {
      const { table, columns, rows } = await preview(name, { exactCount: true })
      assert.equal(table.name, name)
      assert.equal(columns[besideKey]?.name, hostileColumn(spec))
      assert.deepEqual(
        rows.map((row) => row[besideKey]),
        [42],
        name
      )
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

  function registerDeclarationTests() {
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
  }

  function registerInferenceTests() {
    test('columns are those of the documents, the key first', async ({ assert }) => {
      const { table, columns } = await preview('people')
      assert.deepEqual(table, { schema: server().schema, name: 'people', kind: 'collection' })
      assert.containsSubset(columns, [
        { name: key, nullable: false, primaryKey: true, presence: 1 },
        { name: 'name', type: 'string', nullable: false, primaryKey: false, presence: 1 },
      ])
      for (const column of columns) {
        assert.isNull(column.default)
        assert.isNull(column.references)
      }
    })

    test('columns tell every type that was met, and how often they are there', async ({
      assert,
    }) => {
      const { columns, rows } = await preview('mixed')
      const told = Object.fromEntries(
        columns.map(({ name, type, nullable, presence }) => [name, [type, nullable, presence]])
      )
      assert.deepEqual(told, {
        [key]: ['int', false, 1],
        name: ['string', false, 1],
        age: ['int | string', true, 0.75],
        address: ['object{city: string, zip: int | string}', true, 0.5],
        tags: ['array<string>', true, 0.25],
        nothing: ['null', true, 0.25],
      })
      const place = columns.findIndex(({ name }) => name === 'age')
      assert.deepEqual(
        rows.map((row) => row[place]),
        [30, 'forty', 50, null]
      )
    })
  }
}
