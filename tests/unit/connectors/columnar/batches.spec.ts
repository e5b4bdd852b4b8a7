import { test } from '@japa/runner'
import fc from 'fast-check'
import { BatchBuilder } from '#connectors/columnar/batch_builder'
import { BatchQueue } from '#connectors/columnar/batch_queue'
import { buffersOf } from '#connectors/columnar/column_batch'
import type { ColumnType } from '#connectors/columnar/column_type'
import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import type { ListWriter } from '#connectors/columnar/list_writer'
import { ROWS } from '#connectors/columnar/rows'
import type { VariableWriter } from '#connectors/columnar/variable_writer'
import type { ConnectorError } from '#connectors/connector_error'
import type { ImportedColumn } from '#connectors/contracts'
import { rowsOf } from '#tests/support/column_values'

function column(type: ColumnType, name = 'a'): ImportedColumn {
  return { name, sourceType: '', type, note: null }
}

/** One column, whose values `write` writes. */
function batchOf<Writer>(type: ColumnType, write: (writer: Writer) => number) {
  const columns = [column(type)]
  const builder = new BatchBuilder(columns)
  const rows = write(builder.writers[0] as Writer)
  builder.endRows(rows)
  return rowsOf(builder.take(), columns).map(([value]) => value)
}

test.group('Batches of columns', () => {
  test('integers keep their value in every width', ({ assert }) => {
    const widths = [
      [2, 4],
      [4, 9],
      [8, 18],
      [16, 38],
    ] as const
    for (const [, precision] of widths) {
      const most = 10n ** BigInt(precision) - 1n
      fc.assert(
        fc.property(fc.bigInt({ min: -most, max: most }), (value) => {
          const type = { name: 'decimal' as const, precision, scale: 0 }
          const written = batchOf(type, (writer: FixedWriter) => {
            writer.integer(0, value)
            if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) {
              writer.safeInteger(1, Number(value))
            } else writer.integer(1, value)
            return 2
          })
          assert.deepEqual(written, [String(value), String(value)])
        })
      )
    }
  })

  test('texts and NULL keep their places, whatever their length', ({ assert }) => {
    const value = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constant(null))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 300 }), (values) => {
        const texts = batchOf({ name: 'varchar' }, (writer: VariableWriter) => {
          values.forEach((text, row) => {
            if (text === null) writer.null(row)
            else if (row % 2) writer.text(row, text)
            else writer.bytes(row, Buffer.from(`__${text}__`), 2, Buffer.byteLength(text) + 2)
          })
          return values.length
        })
        assert.deepEqual(texts, values)
      })
    )
  })

  test('lists hold more items than a batch has rows', ({ assert }) => {
    const type = { name: 'list' as const, of: { name: 'int32' as const } }
    const [none, many, nothing] = batchOf(type, (writer: ListWriter) => {
      writer.end(0)
      for (let i = 0; i < 5_000; i++) {
        const items = writer.items as FixedWriter
        if (i % 3) items.int32(writer.nextItem(), i)
        else items.null(writer.nextItem())
      }
      writer.end(1)
      writer.null(2)
      return 3
    })
    assert.deepEqual(none, [])
    assert.deepEqual(
      many,
      Array.from({ length: 5_000 }, (_, i) => (i % 3 ? i : null))
    )
    assert.isNull(nothing)
  })

  test('a batch is full at its rows, or at its bytes', ({ assert }) => {
    const builder = new BatchBuilder([column({ name: 'varchar' })])
    const [writer] = builder.writers as [VariableWriter]
    let rows = 0
    do writer.bytes(builder.row, Buffer.alloc(3_000_000, 'x'))
    while (!builder.endRow())
    rows = builder.take().rows
    assert.equal(rows, 3)
    do writer.text(builder.row, 'short')
    while (!builder.endRow())
    assert.equal(builder.take().rows, ROWS)
  })

  test('batches share no buffer, and can be handed over', ({ assert }) => {
    const columns = [column({ name: 'varchar' }), column({ name: 'double' }, 'b')]
    const builder = new BatchBuilder(columns)
    const [text, double] = builder.writers as [VariableWriter, FixedWriter]
    const next = (value: string) => {
      text.text(0, value)
      double.null(0)
      builder.endRow()
      return builder.take()
    }
    const first = next('first')
    const moved = structuredClone(first, { transfer: buffersOf(first) })
    const second = next('second')
    assert.deepEqual(rowsOf(moved, columns), [['first', null]])
    assert.deepEqual(rowsOf(second, columns), [['second', null]])
  })

  test('text that is none is told with its column', ({ assert }) => {
    for (const parts of [[[0xc3]], [[0xc3], [0xa9]], [[0x41, 0xff]]]) {
      const builder = new BatchBuilder([
        column({ name: 'int32' }),
        column({ name: 'json' }, 'body'),
      ])
      const writer = builder.writers[1] as VariableWriter
      for (const bytes of parts) {
        writer.bytes(builder.row, Buffer.from(bytes))
        builder.endRow()
      }
      let thrown: unknown
      try {
        builder.take()
      } catch (error) {
        thrown = error
      }
      assert.include(thrown as ConnectorError, { code: 'value_out_of_range', column: 'body' })
    }
  })

  test('a queue holds the target while nobody takes', async ({ assert }) => {
    const flow: string[] = []
    const queue = new BatchQueue({
      pause: () => void flow.push('pause'),
      resume: () => void flow.push('resume'),
    })
    for (let rows = 1; rows <= 4; rows++) queue.add({ rows, columns: [] })
    assert.deepEqual(flow, ['pause'])
    assert.equal((await queue.next())?.rows, 1)
    assert.deepEqual(flow, ['pause', 'resume'])
    queue.fail(new RangeError('broken'))
    for (const rows of [2, 3, 4]) assert.equal((await queue.next())?.rows, rows)
    await assert.rejects(() => queue.next(), 'broken')
    queue.end()
    await queue.drained()
  })
})
