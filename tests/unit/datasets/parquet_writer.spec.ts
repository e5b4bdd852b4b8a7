import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { ColumnType } from '#connectors/columnar/column_type'
import type { ImportedColumn } from '#connectors/contracts'
import { ImportError } from '#datasets/import_error'
import { ParquetWriter } from '#datasets/parquet_writer'
import { asked, batchesOf, column, type Given } from '#tests/support/parquet'

const MAX_38 = 10n ** 38n - 1n
const uuidBits = (hex: string) => BigInt.asIntN(128, BigInt(`0x${hex}`) ^ (1n << 127n))

/** Values at their limits, and the text that DuckDB writes for what it reads back. */
const TYPES: { type: ColumnType; kept: string; values: [Given, string][] }[] = [
  {
    type: { name: 'boolean' },
    kept: 'BOOLEAN',
    values: [
      [true, 'true'],
      [false, 'false'],
    ],
  },
  { type: { name: 'int8' }, kept: 'TINYINT', values: same([-128, 0, 127]) },
  { type: { name: 'int16' }, kept: 'SMALLINT', values: same([-32_768, 32_767]) },
  { type: { name: 'int32' }, kept: 'INTEGER', values: same([-(2 ** 31), 2 ** 31 - 1]) },
  { type: { name: 'int64' }, kept: 'BIGINT', values: same([-(2n ** 63n), 2n ** 63n - 1n]) },
  { type: { name: 'uint8' }, kept: 'UTINYINT', values: same([0, 255]) },
  { type: { name: 'uint16' }, kept: 'USMALLINT', values: same([0, 65_535]) },
  { type: { name: 'uint32' }, kept: 'UINTEGER', values: same([0, 2 ** 32 - 1]) },
  { type: { name: 'uint64' }, kept: 'UBIGINT', values: same([0n, 2n ** 64n - 1n]) },
  { type: { name: 'int128' }, kept: 'DECIMAL(38,0)', values: same([-MAX_38, 2n ** 64n, MAX_38]) },
  {
    type: { name: 'float' },
    kept: 'FLOAT',
    values: [
      [Math.fround(3.4028234663852886e38), '3.4028235e+38'],
      [Math.fround(1e-45), '1e-45'],
      [Number.NaN, 'nan'],
      [-0, '-0.0'],
      [Infinity, 'inf'],
      [-Infinity, '-inf'],
    ],
  },
  {
    type: { name: 'double' },
    kept: 'DOUBLE',
    values: [
      [Number.MAX_VALUE, '1.7976931348623157e+308'],
      [5e-324, '5e-324'],
      [0.1, '0.1'],
      [Number.NaN, 'nan'],
      [-0, '-0.0'],
      [Infinity, 'inf'],
      [-Infinity, '-inf'],
    ],
  },
  {
    type: { name: 'decimal', precision: 4, scale: 2 },
    kept: 'DECIMAL(4,2)',
    values: [
      [9_999, '99.99'],
      [-9_999, '-99.99'],
    ],
  },
  {
    type: { name: 'decimal', precision: 9, scale: 0 },
    kept: 'DECIMAL(9,0)',
    values: same([999_999_999, -999_999_999]),
  },
  {
    type: { name: 'decimal', precision: 18, scale: 18 },
    kept: 'DECIMAL(18,18)',
    values: [[10n ** 18n - 1n, `.${'9'.repeat(18)}`]],
  },
  {
    type: { name: 'decimal', precision: 38, scale: 10 },
    kept: 'DECIMAL(38,10)',
    values: [
      [MAX_38, `${'9'.repeat(28)}.${'9'.repeat(10)}`],
      [-MAX_38, `-${'9'.repeat(28)}.${'9'.repeat(10)}`],
      [-1n, '-0.0000000001'],
    ],
  },
  {
    type: { name: 'date' },
    kept: 'DATE',
    values: [
      [0, '1970-01-01'],
      [-719_529, '0002-12-31 (BC)'],
      [2_932_896, '9999-12-31'],
      [100_000_000, '275760-09-13'],
      [-2_440_588, '4714-11-24 (BC)'],
    ],
  },
  {
    type: { name: 'time' },
    kept: 'TIME',
    values: [
      [0n, '00:00:00'],
      [86_399_999_999n, '23:59:59.999999'],
      [86_400_000_000n, '24:00:00'],
    ],
  },
  {
    type: { name: 'timestamp' },
    kept: 'TIMESTAMP',
    values: [
      [-1n, '1969-12-31 23:59:59.999999'],
      [253_402_300_799_999_999n, '9999-12-31 23:59:59.999999'],
      [-210_866_803_200_000_000n, '4714-11-24 (BC) 00:00:00'],
      [2n ** 63n - 2n, '294247-01-10 04:00:54.775806'],
    ],
  },
  {
    type: { name: 'timestamptz' },
    kept: 'TIMESTAMP WITH TIME ZONE',
    values: [
      [-1n, '1969-12-31 23:59:59.999999+00'],
      [1_700_000_000_123_456n, '2023-11-14 22:13:20.123456+00'],
    ],
  },
  {
    type: { name: 'timestamp_ns' },
    kept: 'TIMESTAMP_NS',
    values: [
      [1_700_000_000_123_456_789n, '2023-11-14 22:13:20.123456789'],
      [-1n, '1969-12-31 23:59:59.999999999'],
    ],
  },
  {
    type: { name: 'uuid' },
    kept: 'UUID',
    values: [
      [uuidBits('00000000000000000000000000000000'), '00000000-0000-0000-0000-000000000000'],
      [uuidBits('ffffffffffffffffffffffffffffffff'), 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
      [uuidBits('0123456789abcdef0123456789abcdef'), '01234567-89ab-cdef-0123-456789abcdef'],
    ],
  },
  {
    type: { name: 'varchar' },
    kept: 'VARCHAR',
    values: same([
      '',
      'é',
      'twelve bytes',
      'thirteen byte',
      'a\0b',
      'null\0in a long text of many bytes',
      '日本語 🦆 and more than twelve',
      'x'.repeat(3_000_000),
    ]),
  },
  {
    type: { name: 'json' },
    kept: 'JSON',
    values: same(['{}', 'null', '{"a": [1.50, "é"], "a": 2}', '"short"']),
  },
  {
    type: { name: 'blob' },
    kept: 'BLOB',
    values: [
      [Buffer.alloc(0), ''],
      [Buffer.from('ff00', 'hex'), '\\xFF\\x00'],
      [Buffer.alloc(20, 0xfe), '\\xFE'.repeat(20)],
    ],
  },
]

function same(values: (number | bigint | string)[]): [Given, string][] {
  return values.map((value) => [value, String(value)])
}

test.group('Parquet writer', (group) => {
  let folder = ''
  let writer: ParquetWriter
  const pathOf = (name: string) => join(folder, name)

  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), "varlor-parquet-[it's]-"))
    writer = new ParquetWriter(folder)
    return async () => {
      await writer.close()
      rmSync(folder, { recursive: true })
    }
  })

  async function write(columns: ImportedColumn[], rows: Iterable<readonly Given[]>) {
    const file = writer.begin('table.parquet', columns)
    try {
      for (const batch of batchesOf(columns, rows)) {
        await file.write(batch)
      }
      return await file.finish()
    } catch (error) {
      await file.abandon()
      throw error
    }
  }

  /** As DuckDB spells the values that it reads. */
  const readBack = (expression: string) =>
    asked(`select ${expression} from read_parquet('${globbed(pathOf('table.parquet'))}')`)

  for (const { type, kept, values } of TYPES) {
    test(`keeps ${kept} (${type.name}) as it is, at the limits and where there is none`, async ({
      assert,
    }) => {
      const rows = [[null], ...values.map(([value]) => [value]), [null]]
      const written = await write([column('value', type)], rows)
      assert.containsSubset(written, { name: 'table.parquet', rows: rows.length })
      const [schema] = await asked(
        `select column_type from (describe from read_parquet('${globbed(pathOf('table.parquet'))}'))`
      )
      assert.deepEqual(schema, [kept])
      assert.deepEqual(await readBack('value::varchar'), [
        [null],
        ...values.map(([, text]) => [text]),
        [null],
      ])
    })

    test(`keeps lists of ${kept} (${type.name})`, async ({ assert }) => {
      const all = values.map(([value]) => value)
      const long = Array.from({ length: 5_000 }, (_, at) => all[at % all.length] ?? null)
      const isLarge = type.name === 'varchar'
      const rows: Given[][] = [[all], [null], [[]], [[null, ...all, null]]]
      if (!isLarge) rows.push([[null, ...long]])
      await write([column('value', { name: 'list', of: type as never })], rows)
      const texts: (string | null)[] = values.map(([, text]) => text)
      const read = await readBack(
        `value is null, len(value), to_json(list_transform(value, x -> x::varchar))::varchar`
      )
      const parsed = read.map(([isNull, length, json]) => [
        isNull,
        length === null ? null : Number(length),
        json === null ? null : (JSON.parse(String(json)) as unknown),
      ])
      const longTexts = long.map((_, at) => texts[at % texts.length] ?? null)
      assert.deepEqual(parsed.slice(0, 4), [
        [false, all.length, texts],
        [true, null, null],
        [false, 0, []],
        [false, all.length + 2, [null, ...texts, null]],
      ])
      if (!isLarge) assert.deepEqual(parsed[4], [false, 5_001, [null, ...longTexts]])
    })
  }

  test('keeps every row of many batches, in their order', async ({ assert }) => {
    const count = 300_000
    function* rows() {
      for (let at = 0; at < count; at++) {
        yield [at, at % 3 === 0 ? null : `row number ${at}`, at % 7 === 0 ? null : at * 0.5]
      }
    }
    const columns = [
      column('id', { name: 'int32' }),
      column('text', { name: 'varchar' }),
      column('half', { name: 'double' }),
    ]
    const { rows: written, bytes } = await write(columns, rows())
    assert.equal(written, count)
    assert.isAbove(bytes, 100_000)
    const [wrong] = await readBack(
      `count(*) filter (
         text is distinct from case when id % 3 <> 0 then 'row number ' || id end
         or half is distinct from case when id % 7 <> 0 then id * 0.5 end)`
    )
    assert.deepEqual(wrong, [0n])
    const order = await asked(
      `select count(*) from read_parquet('${globbed(pathOf('table.parquet'))}', file_row_number = true) where id <> file_row_number`
    )
    assert.deepEqual(order, [[0n]])
    const groups = await asked(
      `select distinct row_group_num_rows, compression, stats_min is not null
         from parquet_metadata('${globbed(pathOf('table.parquet'))}')
        where row_group_id = 0 and path_in_schema = 'id'`
    )
    assert.deepEqual(groups, [[122_880n, 'ZSTD', true]])
  })

  test('keeps row groups of long values small', async ({ assert }) => {
    function* rows() {
      for (let at = 0; at < 200; at++) yield [String(at).repeat(1_000_000).slice(0, 1_000_000)]
    }
    await write([column('long', { name: 'varchar' })], rows())
    const groups = await asked(
      `select count(distinct row_group_id) from parquet_metadata('${globbed(pathOf('table.parquet'))}')`
    )
    assert.isAbove(Number(groups[0]?.[0]), 2)
  })

  test('writes a table without rows, and one with hundreds of columns', async ({ assert }) => {
    const columns = Array.from({ length: 1_600 }, (_, at) => column(`c${at}`, { name: 'int16' }))
    assert.equal((await write(columns, [])).rows, 0)
    assert.deepEqual(await readBack('count(*)'), [[0n]])
    await write(columns, [columns.map((_, at) => at)])
    assert.deepEqual(await readBack('c0, c1599'), [[0, 1_599]])
  })

  test('keeps names of every kind', async ({ assert }) => {
    const names = ['"', "it's", 'select', 'naïve 日本 🦆', ' ', 'a.b', '%s', 'É', 'é', '-- x', '\n']
    const columns = names.map((name) => column(name, { name: 'int32' }))
    await write(columns, [names.map((_, at) => at)])
    const schema = await asked(
      `select name from parquet_schema('${globbed(pathOf('table.parquet'))}') where type is not null`
    )
    assert.deepEqual(schema.flat(), names)
  })

  const unfit: [string, ColumnType, Given][] = [
    ['a decimal with too many digits', { name: 'decimal', precision: 3, scale: 0 }, 1_000],
    [
      'a decimal of 38 digits with one more',
      { name: 'decimal', precision: 38, scale: 0 },
      10n ** 38n,
    ],
    ['an integer of 39 digits', { name: 'int128' }, -(10n ** 38n)],
  ]
  for (const [what, type, value] of unfit) {
    test(`refuses ${what}, by the name of its column, and writes the next table`, async ({
      assert,
    }) => {
      const columns = [column('fine', { name: 'int32' }), column('unfit', type)]
      const error = await write(columns, [
        [1, null],
        [2, value],
      ]).catch((thrown: unknown) => thrown)
      assert.instanceOf(error, ImportError)
      assert.containsSubset((error as ImportError).failure, {
        code: 'value_out_of_range',
        column: 'unfit',
      })
      assert.deepEqual(
        readdirSync(folder).filter((name) => name !== '.spill'),
        []
      )
      assert.equal((await write(columns, [[1, null]])).rows, 1)
    })
  }

  test('leaves nothing of a file that is abandoned', async ({ assert }) => {
    const columns = [column('id', { name: 'int32' })]
    const file = writer.begin('table.parquet', columns)
    for (const batch of batchesOf(columns, [[1], [2]])) await file.write(batch)
    await file.abandon()
    assert.deepEqual(
      readdirSync(folder).filter((name) => name !== '.spill'),
      []
    )
  })
})

/** Nothing in a path is a pattern. */
function globbed(path: string): string {
  return path.replaceAll("'", "''").replace(/[*?[]/g, '[$&]')
}
