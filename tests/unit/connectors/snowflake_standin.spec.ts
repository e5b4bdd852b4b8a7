import { test } from '@japa/runner'
import { cast } from '#tests/support/standins/snowflake/functions'
import { onTheWire, text } from '#tests/support/standins/snowflake/values'
import { TOKEN, valueOf } from '#tests/support/standins/snowflake/expressions'
import { tokensOf } from '#tests/support/standins/sql/token_reader'

test.group('The stand-in for Snowflake', () => {
  test('values are spelled as results in JSON spell them', ({ assert }) => {
    for (const [literal, type, wire] of [
      ['1.5', 'NUMBER(10,2)', '1.50'],
      ['2024-02-29', 'DATE', '19782'],
      ['12:34:56.5', 'TIME(9)', '45296.500000000'],
      ['2024-02-29 12:34:56.123456789', 'TIMESTAMP_NTZ(9)', '1709210096.123456789'],
      ['2024-02-29 12:34:56 +02:00', 'TIMESTAMP_LTZ(3)', '1709202896.000'],
      ['2024-02-29 12:34:56 -05:30', 'TIMESTAMP_TZ(0)', '1709229896 1110'],
      ['true', 'BOOLEAN', 'true'],
    ] as const) {
      assert.equal(onTheWire(cast(text(literal), type)), wire, type)
    }
    assert.isNull(onTheWire(null))
  })

  test('names, texts and escapes are read as Snowflake reads them', ({ assert }) => {
    assert.deepEqual(tokensOf(`LEFT("a""b", 10)::VARCHAR`, TOKEN), [
      'LEFT',
      '(',
      '"a""b"',
      ',',
      '10',
      ')',
      '::',
      'VARCHAR',
    ])
    assert.equal(valueOf(`'it''s \\\\ \\n'`)?.text, "it's \\ \n")
    assert.throws(() => valueOf('DROP_EVERYTHING()'))
  })
})
