import { test } from '@japa/runner'
import {
  cellsOf,
  inDoubleQuotes,
  previewParts,
  type ReadableColumn,
  tableName,
} from '#connectors/preview_query'
import { LIMITS } from '#tests/conformance/workbench'

function column(name: string, keyPosition: number | null, isUnbounded = false): ReadableColumn {
  return {
    name,
    type: 'text',
    nullable: true,
    default: null,
    primaryKey: keyPosition !== null,
    references: null,
    keyPosition,
    reader: {
      isUnbounded,
      select: (quoted, limit) =>
        isUnbounded ? [`left(${quoted}, ${limit})`, `length(${quoted})`] : quoted,
    },
  }
}

test.group('The query of a preview', () => {
  test('is ordered by the primary key in its own order', ({ assert }) => {
    const columns = [column('c', null), column('b', 2), column('a"', 1)]
    const { selected, width, key } = previewParts(columns, LIMITS, inDoubleQuotes)
    assert.equal(key, '"a""", "b"')
    assert.equal(selected, '"c", "b", "a"""')
    assert.equal(width, 3)
  })

  test('asks for something where there are no columns, and for no order without a key', ({
    assert,
  }) => {
    assert.containsSubset(previewParts([], LIMITS, inDoubleQuotes), {
      selected: '1',
      width: 1,
      key: '',
    })
  })

  test('reads the whole length that follows a long value', ({ assert }) => {
    const columns = [column('long', null, true), column('short', null), column('gone', null, true)]
    const cells = cellsOf(['cut', '900', 'x', null, null], columns, (_, value, whole) =>
      whole === null ? value : `${value} of ${whole}`
    )
    assert.deepEqual(cells, ['cut of 900', 'x', null])
  })

  test('names a table with its schema where there is one', ({ assert }) => {
    assert.equal(tableName({ schema: 's', name: 't' }, inDoubleQuotes), '"s"."t"')
    assert.equal(tableName({ schema: null, name: 't' }, inDoubleQuotes), '"t"')
  })
})
