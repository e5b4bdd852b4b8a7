import { test } from '@japa/runner'
import { column, Database, rowsAt } from '#tests/support/standins/snowflake/database'
import { cast } from '#tests/support/standins/snowflake/functions'
import { withQuotedNames } from '#tests/support/standins/snowflake/quoted_names'
import { fixed, onTheWire, text } from '#tests/support/standins/snowflake/values'
import { TOKEN, valueOf } from '#tests/support/standins/snowflake/expressions'
import { tokensOf } from '#tests/support/standins/sql/token_reader'

test.group('The stand-in for Snowflake', () => {
  test('values are spelled as results in JSON spell them', ({ assert }) => {
    for (const [literal, type, wire] of [
      ['1.5', 'NUMBER(10,2)', '1.50'],
      ['2024-02-29', 'DATE', '19782'],
      ['12:34:56.5', 'TIME(9)', '45296.500000000'],
      ['2024-02-29 12:34:56.123456789', 'TIMESTAMP_NTZ(9)', '1709210096.123456789'],
      ['1969-12-31 23:59:58.75', 'TIMESTAMP_NTZ(2)', '-1.25'],
      ['2024-02-29 12:34:56 +02:00', 'TIMESTAMP_LTZ(3)', '1709202896.000'],
      ['2024-02-29 12:34:56 -05:30', 'TIMESTAMP_TZ(0)', '1709229896 1110'],
      ['true', 'BOOLEAN', 'true'],
    ] as const) {
      assert.equal(onTheWire(cast(text(literal), type)), wire, type)
    }
    assert.isNull(onTheWire(null))
  })

  test('Time Travel goes back to what a table held, as far as it keeps that', ({ assert }) => {
    const database = new Database('D')
    const before = database.tick()
    const table = database.add('t', { columns: [column('id', 'NUMBER(38,0)')], literals: [['1']] })
    const between = database.tick()
    database.insert(table, [[fixed(2)]])
    assert.isNull(rowsAt(table, before))
    assert.lengthOf(rowsAt(table, between) ?? [], 1)
    assert.lengthOf(rowsAt(table, database.tick()) ?? [], 2)
    table.hasHistory = false
    assert.isNull(rowsAt(table, between))
  })

  test('names that tests write without quotes get them', ({ assert }) => {
    assert.equal(
      withQuotedNames(`insert into late values (1, 'it''s late', "late")`),
      `insert into "late" values (1, 'it''s late', "late")`
    )
    assert.equal(
      withQuotedNames(`create table t (id integer, body VARCHAR(100))`),
      `create table "t" ("id" integer, "body" VARCHAR(100))`
    )
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
