import { test } from '@japa/runner'
import fc from 'fast-check'
import { BatchBuilder } from '#connectors/columnar/batch_builder'
import type { ColumnType } from '#connectors/columnar/column_type'
import type { FieldDecoder } from '#connectors/columnar/fields'
import { textMoment, textNanoseconds } from '#connectors/columnar/moment_decoders'
import { textTimestamp } from '#connectors/columnar/text_decoders'
import { rowsOf } from '#tests/support/column_values'

/** What a column of this type keeps of a text. */
function kept(name: 'timestamp' | 'timestamptz' | 'timestamp_ns', decoder: FieldDecoder) {
  return (text: string) => {
    const type: ColumnType = { name }
    const columns = [{ name: 'a', sourceType: '', type, note: null }]
    const builder = new BatchBuilder(columns)
    const bytes = Buffer.from(text)
    const [writer] = builder.writers
    if (!writer) throw new Error('There is no column')
    const fields = {
      bytes,
      view: new DataView(bytes.buffer),
      starts: new Int32Array(1),
      lengths: Int32Array.of(bytes.length),
      from: 0,
      count: 1,
    }
    decoder.decode(fields, writer, 0)
    builder.endRows(1)
    return rowsOf(builder.take(), columns)[0]?.[0]
  }
}

test.group('Moments', () => {
  test('each microsecond of ten thousand years is itself', ({ assert }) => {
    const keep = kept('timestamp', textTimestamp)
    assert.equal(keep('9999-12-31 23:59:59.999999'), '9999-12-31T23:59:59.999999')
    assert.equal(keep('0001-01-01 00:00:00.000001'), '0001-01-01T00:00:00.000001')
    const range = {
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    }
    fc.assert(
      fc.property(fc.date(range), fc.integer({ min: 1, max: 999_999 }), (day, microseconds) => {
        const seconds = day.toISOString().slice(0, 19)
        const fraction = String(microseconds).padStart(6, '0')
        const shown = fraction.replace(/0+$/, '')
        assert.equal(keep(`${seconds}.${fraction}`), `${seconds}.${shown}`)
      })
    )
  })

  test('a zone is taken off, across midnight and the year', ({ assert }) => {
    const keep = kept('timestamptz', textMoment)
    assert.equal(keep('2024-03-01 00:30:00.5 +05:30'), '2024-02-29T19:00:00.5Z')
    assert.equal(keep('9999-12-31 20:29:59.999999 -03:30'), '9999-12-31T23:59:59.999999Z')
    assert.equal(keep('2024-01-01 00:00:00 +14:00'), '2023-12-31T10:00:00Z')
    for (const text of ['2024-01-01 00:00:00 05:30:00', '2024-01-01 00:00:00']) {
      assert.throws(() => keep(text))
    }
  })

  test('seven decimal places are kept, in the years that have them', ({ assert }) => {
    const keep = kept('timestamp_ns', textNanoseconds)
    for (const text of [
      '2024-02-29 12:34:56.7890123',
      '1969-12-31 23:59:59.9999999',
      '1677-09-22 00:00:00.0000001',
      '2262-04-10 23:59:59.9999999',
    ]) {
      assert.equal(keep(text), text.replace(' ', 'T'))
    }
    for (const text of ['1677-09-20 00:00:00.0000000', '9999-12-31 23:59:59.9999999']) {
      assert.throws(() => keep(text), /before 1677 or after 2262/)
    }
  })
})
