import { test } from '@japa/runner'
import { keptColumns } from '#datasets/kept_columns'
import { column } from '#tests/support/parquet'

const named = (...names: string[]) => names.map((name) => column(name, { name: 'int32' }))
const namesOf = (...names: string[]) => keptColumns(named(...names)).map(({ name }) => name)

test.group('Columns as files have them', () => {
  test('keep names that differ in more than case', ({ assert }) => {
    const columns = named('id', 'Name', 'É', 'é', ' ')
    assert.deepEqual(keptColumns(columns), columns)
  })

  test('get other names where only case tells them apart, and say so', ({ assert }) => {
    const [first, second] = keptColumns(named('Name', 'name'))
    assert.containsSubset(
      [first, second],
      [
        { name: 'Name', note: null },
        {
          name: 'name_2',
          note: 'It is called name in the table, as another column is but for the case of letters.',
        },
      ]
    )
  })

  test('never get a name that another column has', ({ assert }) => {
    assert.deepEqual(namesOf('a', 'A', 'a_2', 'A_2', 'A_3'), ['a', 'A_4', 'a_2', 'A_2_2', 'A_3'])
    assert.deepEqual(namesOf('', 'column_1'), ['column_1_2', 'column_1'])
  })

  test('keep what was said of them already', ({ assert }) => {
    const [, second] = keptColumns([
      column('a', { name: 'int32' }),
      column('A', { name: 'varchar' }, 'Kept as text.'),
    ])
    assert.match(second?.note ?? '', /^Kept as text\. It is called A/)
  })
})
