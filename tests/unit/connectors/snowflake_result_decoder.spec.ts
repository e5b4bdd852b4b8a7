import { test } from '@japa/runner'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import type { Column } from '#connectors/contracts'
import { importTypeOf } from '#connectors/snowflake/import_types'
import { ResultDecoder } from '#connectors/snowflake/result_decoder'
import { rowsOf } from '#tests/support/column_values'

function columnOf(type: string): Column {
  return { name: 'c', type, nullable: true, default: null, primaryKey: false, references: null }
}

/** What becomes of a chunk that comes in these pieces. */
async function decoded(types: string[], pieces: Buffer[], rowCount: number | null = null) {
  const plans = types.map((type) => importTypeOf(columnOf(type), false))
  const columns = plans.map(({ type, note }, i) => ({
    name: `c${i}`,
    sourceType: types[i] ?? '',
    type,
    note,
  }))
  const decoder = new ResultDecoder(
    columns,
    plans.map((plan) => plan.decoder)
  )
  const batches: ColumnBatch[] = []
  async function* body() {
    yield* pieces.map((piece) => Buffer.from(piece))
  }
  for await (const batch of decoder.chunk(body(), rowCount)) batches.push(batch)
  for (const batch of decoder.end()) batches.push(batch)
  return batches.flatMap((batch) => rowsOf(batch, columns))
}

const one = async (type: string, text: string) => {
  const [row] = await decoded([type], [Buffer.from(`[${JSON.stringify(text)}]`)])
  return row?.[0]
}

test.group('Rows of results of Snowflake', () => {
  const texts = ['', 'plain', '"\\/\b\f\n\r\t', 'naïve 🐘', '\u0000\u0001', '],["', 'null']

  test('texts are what JSON says, with their escapes', async ({ assert }) => {
    const spelled = [
      ...texts.map((text) => JSON.stringify(text)),
      ...texts.map((text) => `"${[...text].map(escaped).join('')}"`),
    ]
    const chunk = spelled.map((text) => ` [ ${text} ,\tnull ]\r\n`).join(',')
    const rows = await decoded(['VARCHAR', 'VARCHAR'], [Buffer.from(chunk)], spelled.length)
    assert.deepEqual(
      rows,
      [...texts, ...texts].map((text) => [text, null])
    )
  })

  test('rows are the same wherever their pieces end', async ({ assert }) => {
    const expected = texts.map((text, i) => [text, String(i), null])
    const chunk = Buffer.from(
      expected.map((row) => JSON.stringify(row).replace('🐘', '\\ud83d\\udc18')).join(',\n')
    )
    const padding = Buffer.alloc(1024 * 1024 - 20, ' ')
    for (let at = 0; at <= chunk.length; at++) {
      const pieces = [padding, chunk.subarray(0, at), padding, chunk.subarray(at)]
      // Blanks within a text are part of it.
      const whole = [
        Buffer.concat([padding.subarray(at), chunk.subarray(0, at)]),
        chunk.subarray(at),
      ]
      const isBetween = at === 0 || at === chunk.length
      const rows = await decoded(['VARCHAR', 'NUMBER(38,0)', 'DATE'], isBetween ? pieces : whole)
      assert.deepEqual(rows, expected, `cut at ${at}`)
    }
  }).timeout(20_000)

  test('a row of many megabytes comes whole', async ({ assert }) => {
    const text = 'x'.repeat(5_000_000)
    const chunk = Buffer.from(`["${text}"],["short"]`)
    const pieces = Array.from({ length: Math.ceil(chunk.length / 65_536) }, (_, i) =>
      chunk.subarray(i * 65_536, (i + 1) * 65_536)
    )
    const rows = await decoded(['VARCHAR'], pieces, 2)
    assert.isTrue(rows[0]?.[0] === text)
    assert.deepEqual(rows[1], ['short'])
  })

  test('an empty chunk has no rows', async ({ assert }) => {
    assert.deepEqual(await decoded(['VARCHAR'], [], 0), [])
    assert.deepEqual(await decoded(['VARCHAR'], [Buffer.from(' \n')], 0), [])
  })

  test('numbers keep all their digits', async ({ assert }) => {
    for (const [type, text] of [
      ['NUMBER(38,0)', '-99999999999999999999999999999999999999'],
      ['NUMBER(38,37)', '0.0000000000000000000000000000000000001'],
      ['NUMBER(18,0)', '999999999999999999'],
      ['NUMBER(19,0)', '9999999999999999999'],
      ['NUMBER(4,2)', '-0.05'],
      ['NUMBER', '12345678901234567890'],
    ] as const) {
      assert.equal(await one(type, text), text, type)
    }
  })

  test('moments are exact to the microsecond, before 1970 and after 2255 too', async ({
    assert,
  }) => {
    for (const [type, text, moment] of [
      ['TIMESTAMP_NTZ(9)', '253402300799.999999000', '9999-12-31T23:59:59.999999'],
      ['TIMESTAMP_NTZ(9)', '-0.500000000', '1969-12-31T23:59:59.5'],
      ['TIMESTAMP_NTZ(9)', '-62135596800.000000000', '0001-01-01T00:00:00'],
      ['TIMESTAMP_NTZ(9)', '-62135596799.999999', '0001-01-01T00:00:00.000001'],
      ['TIMESTAMP_NTZ(0)', '0', '1970-01-01T00:00:00'],
      ['TIMESTAMP_LTZ(3)', '1709202896.120', '2024-02-29T10:34:56.12Z'],
      ['TIMESTAMP_TZ(0)', '1709229896 1110', '2024-02-29T18:04:56Z'],
      ['TIME(9)', '86399.999999000', '23:59:59.999999'],
      ['DATE', '-719162', '0001-01-01'],
      ['DATE', '2932896', '9999-12-31'],
    ] as const) {
      assert.equal(await one(type, text), moment, text)
    }
  })

  test('what is finer than a microsecond does not fit', async ({ assert }) => {
    for (const [type, text] of [
      ['TIME(9)', '0.000000001'],
      ['TIMESTAMP_NTZ(9)', '-1.1234567'],
      ['TIMESTAMP_TZ(9)', '1.123456789 1440'],
    ] as const) {
      await assert.rejects(() => one(type, text), /finer than a microsecond/)
    }
  })

  test('what is no value of its type is no answer')
    .with([
      { type: 'NUMBER(38,0)', text: '1e5' },
      { type: 'FLOAT', text: '' },
      { type: 'FLOAT', text: 'many' },
      { type: 'BOOLEAN', text: 'maybe' },
      { type: 'BINARY', text: '0' },
      { type: 'BINARY', text: '0g' },
      { type: 'DATE', text: '2024-02-29' },
      { type: 'TIME(9)', text: '86400.0' },
      { type: 'TIME(9)', text: '-1.0' },
      { type: 'TIMESTAMP_NTZ(9)', text: '1.5 1440' },
      { type: 'TIMESTAMP_TZ(9)', text: '1.5' },
      { type: 'TIMESTAMP_TZ(9)', text: '1.5 x' },
      { type: 'TIMESTAMP_NTZ(9)', text: '99999999999999999999' },
    ])
    .run(async ({ assert }, { type, text }) => {
      const error = await one(type, text).then(
        () => null,
        (thrown: { code?: string }) => thrown.code
      )
      assert.equal(error, 'wrong_protocol')
    })
})

/** As JSON may spell any character. */
function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}
