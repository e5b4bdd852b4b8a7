import { test } from '@japa/runner'
import type { FieldDecoder } from '#connectors/columnar/fields'
import { FixedWriter } from '#connectors/columnar/fixed_writer'
import { TextDecimalDecoder, textTimestamp } from '#connectors/columnar/text_decoders'

/** Integers of 64 bits that became of texts, which lie one after another with nothing between. */
function decoded(decoder: FieldDecoder, ...texts: string[]): bigint[] {
  const bytes = Buffer.from(texts.join(''))
  const lengths = Int32Array.from(texts, (text) => text.length)
  const starts = lengths.map((_, i) => texts.slice(0, i).join('').length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const writer = new FixedWriter(8)
  decoder.decode({ bytes, view, starts, lengths, from: 0, count: texts.length }, writer, 0)
  const data = writer.take(texts.length)
  return data.kind === 'fixed' ? [...new BigInt64Array(data.values, 0, texts.length)] : []
}

test.group('Values that servers send as text', () => {
  test('moments of every year are exact to the microsecond', ({ assert }) => {
    assert.deepEqual(
      decoded(
        textTimestamp,
        '9999-12-31 23:59:59.999999',
        '2300-01-01 00:00:00.000001',
        '1970-01-01 00:00:00',
        '0001-01-01 00:00:00.000001'
      ),
      [253_402_300_799_999_999n, 10_413_792_000_000_001n, 0n, -62_135_596_799_999_999n]
    )
  })

  test('decimals have the places that they are written with', ({ assert }) => {
    const decoder = new TextDecimalDecoder(15, 2)
    assert.deepEqual(decoded(decoder, '1.25', '-0.05', '7', '1.5', '.50'), [
      125n,
      -5n,
      700n,
      150n,
      50n,
    ])
  })

  test('what has no digits is no decimal', ({ assert }) => {
    for (const text of ['', '-', '.', '-.']) {
      for (const scale of [0, 1]) {
        assert.throws(() => decoded(new TextDecimalDecoder(15, scale), text))
      }
    }
  })
})
