import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from '@japa/runner'
import type { ColumnType } from '#connectors/columnar/column_type'
import type { ImportedColumn } from '#connectors/contracts'
import { DatasetReader, DatasetUnreadable } from '#datasets/dataset_reader'
import { ParquetWriter } from '#datasets/parquet_writer'
import { importFolder } from '#tests/support/import_orders'
import { asked, batchesOf, column, type Given } from '#tests/support/parquet'

const never = new AbortController().signal
const LIMITS = { rows: 100, cellBytes: 64, totalBytes: 1024 * 1024 }
const varchar: ColumnType = { name: 'varchar' }

test.group('Reading datasets', (group) => {
  const reader = new DatasetReader()
  let folder = ''
  let writer: ParquetWriter

  group.each.setup(() => {
    const [path, remove] = importFolder()
    folder = path
    writer = new ParquetWriter(folder)
    return async () => {
      await writer.close()
      remove()
    }
  })
  group.each.timeout(60_000)

  async function written(name: string, columns: ImportedColumn[], rows: Iterable<Given[]>) {
    const file = writer.begin(name, columns)
    for (const batch of batchesOf(columns, rows)) await file.write(batch)
    await file.finish()
    return join(folder, name)
  }

  /** The first column of what is shown of these values. */
  async function shown(type: ColumnType, values: Given[]) {
    const columns = [column('value', type)]
    const file = await written(
      'a[1].parquet',
      columns,
      values.map((value) => [value])
    )
    const { rows } = await reader.preview([file], LIMITS, never)
    return rows.map(([cell]) => cell)
  }

  test('shows values of every type as cells', async ({ assert }) => {
    assert.deepEqual(await shown({ name: 'boolean' }, [true, false, null]), [true, false, null])
    assert.deepEqual(await shown({ name: 'int32' }, [-1, null]), [-1, null])
    assert.deepEqual(await shown({ name: 'uint64' }, [2n ** 64n - 1n]), ['18446744073709551615'])
    assert.deepEqual(await shown({ name: 'decimal', precision: 20, scale: 2 }, [150n]), ['1.50'])
    assert.deepEqual(await shown({ name: 'double' }, [0.1, -0, Number.NaN, -Infinity]), [
      0.1,
      { $type: 'float', value: '-0' },
      { $type: 'float', value: 'NaN' },
      { $type: 'float', value: '-Infinity' },
    ])
    assert.deepEqual(await shown({ name: 'date' }, [0, -719_529, 100_000_000]), [
      '1970-01-01',
      '-000001-12-31',
      '+275760-09-13',
    ])
    assert.deepEqual(await shown({ name: 'time' }, [1n]), ['00:00:00.000001'])
    assert.deepEqual(await shown({ name: 'timestamp' }, [1n]), ['1970-01-01T00:00:00.000001'])
    assert.deepEqual(await shown({ name: 'timestamptz' }, [0n]), ['1970-01-01T00:00:00Z'])
  })

  test('shows texts, bytes, JSON and lists, cut to the limit', async ({ assert }) => {
    assert.deepEqual(await shown(varchar, ['é', 'x'.repeat(100), '']), [
      'é',
      { $type: 'text', text: 'x'.repeat(64), length: 100, truncated: true },
      '',
    ])
    assert.deepEqual(await shown({ name: 'blob' }, [Buffer.alloc(100, 1)]), [
      {
        $type: 'binary',
        base64: Buffer.alloc(64, 1).toString('base64'),
        bytes: 100,
        truncated: true,
      },
    ])
    assert.deepEqual(await shown({ name: 'json' }, ['{"a": 1.50}', `"${'y'.repeat(99)}"`]), [
      { $type: 'json', text: '{"a": 1.50}', truncated: false },
      { $type: 'json', text: `"${'y'.repeat(63)}`, truncated: true },
    ])
    assert.deepEqual(await shown({ name: 'list', of: varchar }, [['a"', null], []]), [
      { $type: 'json', text: '["a\\"",null]', truncated: false },
      { $type: 'json', text: '[]', truncated: false },
    ])
  })

  test('says whether there is more, counts, and finds the highest value', async ({ assert }) => {
    const columns = [column('id', { name: 'int32' }), column('"at"', { name: 'timestamp' })]
    function* rows(from: number, to: number): Generator<Given[]> {
      for (let at = from; at < to; at++) yield [at, BigInt(at) * 1_000_000n]
    }
    const files = [
      await written('0.parquet', columns, rows(0, 3_000)),
      await written('1.parquet', columns, rows(3_000, 5_000)),
    ]
    const few = await reader.preview(files, { ...LIMITS, rows: 2 }, never)
    assert.deepEqual(few.columns, [
      { name: 'id', type: 'INTEGER' },
      { name: '"at"', type: 'TIMESTAMP' },
    ])
    assert.deepEqual(few.rows, [
      [0, '1970-01-01T00:00:00'],
      [1, '1970-01-01T00:00:01'],
    ])
    assert.isTrue(few.truncated)
    assert.equal(await reader.count(files, never), 5_000)
    assert.equal(await reader.highest(files, '"at"', never), '1970-01-01 01:23:19')
    const empty = await written('2.parquet', columns, [])
    assert.isNull(await reader.highest([empty], 'id', never))
    const { rows: none, truncated } = await reader.preview([empty], LIMITS, never)
    assert.deepEqual([none, truncated], [[], false])
  })

  test('makes one file of several, in their order', async ({ assert }) => {
    const columns = [column('id', { name: 'int32' }), column('doc', { name: 'json' })]
    const files = [
      await written('0.parquet', columns, [
        [1, '{}'],
        [2, null],
      ]),
      await written('1.parquet', columns, [[3, '[]']]),
    ]
    const into = join(folder, 'all.parquet')
    const merged = await reader.merge(files, into, never)
    assert.equal(merged.rows, 3)
    assert.deepEqual(await asked(`select * from '${into}'`), [
      [1, '{}'],
      [2, null],
      [3, '[]'],
    ])
    const [[type]] = (await asked(
      `select column_type from (describe from '${into}') where column_name = 'doc'`
    )) as [[string]]
    assert.equal(type, 'JSON')
    assert.notInclude(readdirSync(folder).join(), '.part')
  })

  test('writes CSV that is whole and harmless', async ({ assert }) => {
    const types: [string, ColumnType][] = [
      ['=id', { name: 'int32' }],
      ['a,"b"', varchar],
      ['number', { name: 'double' }],
      ['at', { name: 'timestamptz' }],
      ['bytes', { name: 'blob' }],
      ['list', { name: 'list', of: varchar }],
    ]
    const columns = types.map(([name, type]) => column(name, type))
    const rows: Given[][] = [
      [-1, 'plain', -0.5, 0n, Buffer.from('ff00', 'hex'), ['a,b', null]],
      [null, null, null, null, null, null],
      [1, '', Number.NaN, null, null, []],
      [2, 'two\r\n"lines"', null, null, null, null],
      [3, '=1+1', null, null, null, null],
      [4, '-5', null, null, null, null],
      [5, '+49 30', null, null, null, null],
      [6, '@x', null, null, null, null],
      [7, '\ttab', null, null, null, null],
      [8, '-1.5e-3', null, null, null, null],
      [9, '日本 🦆', null, null, null, null],
    ]
    const file = await written('0.parquet', columns, rows)
    assert.deepEqual((await text(reader.csv([file], never))).split('\r\n'), [
      `'=id,"a,""b""",number,at,bytes,list`,
      `-1,plain,-0.5,1970-01-01 00:00:00+00,FF00,"[""a,b"",null]"`,
      ',,,,,',
      '1,"",nan,,,[]',
      '2,"two',
      '""lines""",,,,',
      `3,'=1+1,,,,`,
      '4,-5,,,,',
      `5,'+49 30,,,,`,
      `6,'@x,,,,`,
      `7,'\ttab,,,,`,
      '8,-1.5e-3,,,,',
      '9,日本 🦆,,,,',
      '',
    ])
  })

  test('sends large CSV as fast as it is read, and stops when nobody reads', async ({ assert }) => {
    const columns = [column('id', { name: 'int32' }), column('label', varchar)]
    function* rows(): Generator<Given[]> {
      for (let at = 0; at < 200_000; at++) yield [at, `label ${at}`]
    }
    const file = await written('0.parquet', columns, rows())
    const whole = await text(reader.csv([file], never))
    assert.lengthOf(whole.split('\r\n'), 200_002)
    assert.include(whole, '199999,label 199999\r\n')
    const stopped = reader.csv([file], never)
    for await (const piece of stopped) {
      assert.isAbove((piece as Buffer).length, 0)
      break
    }
    assert.isTrue(stopped.destroyed)
  })

  test('says when files cannot be read, and stops when told to', async ({ assert }) => {
    const missing = [join(folder, 'missing.parquet')]
    await assert.rejects(() => reader.count(missing, never), DatasetUnreadable)
    await assert.rejects(() => text(reader.csv(missing, never)), DatasetUnreadable)
    const reason = new Error('enough')
    const stop = new AbortController()
    const asking = reader.count(missing, stop.signal)
    stop.abort(reason)
    await assert.rejects(() => asking, 'enough')
  })
})
