import { test } from '@japa/runner'
import { Decimal128, type Document, Double, Int32, Long, ObjectId, UUID } from 'mongodb'
import type { ConnectorError } from '#connectors/connector_error'
import type { TableStream } from '#connectors/contracts'
import { importInto, requestFor } from '#tests/conformance/import_bench'
import { eventually, LIMITS, never, using } from '#tests/conformance/workbench'
import { element, joined } from '#tests/support/standins/mongodb/raw_bson'
import {
  around,
  DATABASE,
  ImportBench,
  valuesIn,
} from '#tests/unit/connectors/mongodb/import_bench'

const json = (text: string) => ({ $type: 'json', text, truncated: false })
const id = new ObjectId('64b7f0c2a1b2c3d4e5f60718')
const uuid = new UUID('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')
const date = new Date('2024-02-29T12:34:56.789Z')
const huge = Long.fromString('9007199254740993')

test.group('Importing collections: what columns become', () => {
  test('of {title}')
    .with<{ title: string; values: unknown[]; type: string; kept: unknown[]; noted?: boolean }[]>([
      {
        title: 'integers of both sizes',
        values: [new Int32(7), huge],
        type: 'int64',
        kept: ['7', '9007199254740993'],
      },
      {
        title: 'integers and floating point',
        values: [new Int32(7), new Double(0.5)],
        type: 'double',
        kept: [7, 0.5],
        noted: true,
      },
      {
        title: 'decimals',
        values: [Decimal128.fromString('0.10'), Decimal128.fromString('1E+6000')],
        type: 'varchar',
        kept: ['0.10', '1E+6000'],
        noted: true,
      },
      {
        title: 'decimals and other numbers',
        values: [Decimal128.fromString('0.10'), huge, new Double(-0)],
        type: 'varchar',
        kept: ['0.10', '9007199254740993', '-0'],
        noted: true,
      },
      {
        title: 'texts and numbers',
        values: ['seven', new Int32(7), huge, new Double(7)],
        type: 'json',
        kept: [json('"seven"'), json('7'), json('{"$numberLong":"9007199254740993"}'), json('7.0')],
        noted: true,
      },
      {
        title: 'dates and texts of dates',
        values: [date, '2024-02-29'],
        type: 'json',
        kept: [json('{"$date":"2024-02-29T12:34:56.789Z"}'), json('"2024-02-29"')],
        noted: true,
      },
      {
        title: 'UUIDs and other bytes',
        values: [uuid, Buffer.from([1, 2])],
        type: 'blob',
        kept: [
          { $type: 'binary', base64: 'oO68mZwLTvi7bWu5vTgKEQ==', bytes: 16, truncated: false },
          { $type: 'binary', base64: 'AQI=', bytes: 2, truncated: false },
        ],
        noted: true,
      },
      {
        title: 'documents and arrays',
        values: [{ b: 1, a: [id, null] }, ['x']],
        type: 'json',
        kept: [json('{"b":1,"a":[{"$oid":"64b7f0c2a1b2c3d4e5f60718"},null]}'), json('["x"]')],
        noted: true,
      },
      { title: 'nothing but null', values: [null, null], type: 'json', kept: [], noted: true },
      {
        title: 'ids',
        values: [id, null],
        type: 'varchar',
        kept: ['64b7f0c2a1b2c3d4e5f60718'],
        noted: true,
      },
    ])
    .run(async ({ assert, cleanup }, { values, type, kept, noted = false }) => {
      const bench = await ImportBench.start(cleanup)
      bench.lay(
        'things',
        values.map((value) => ({ value }))
      )
      const table = await bench.import('things')
      assert.isNull(table.error)
      assert.deepEqual(valuesIn(table, 'value'), kept)
      const column = table.columns.find(({ name }) => name === 'value')
      assert.equal(column?.type.name, type)
      assert.equal(column?.note !== null, noted)
    })

  test('fields that no document of the sample has are kept in a column of their own', async ({
    assert,
    cleanup,
  }) => {
    const bench = await ImportBench.start(cleanup)
    bench.lay('things', around({ name: 'a' }, { name: 'b', rare: huge, rarer: { x: [date] } }))
    const table = await bench.import('things')
    assert.isNull(table.error)
    assert.lengthOf(table.rows, 2_101)
    assert.deepEqual(
      table.columns.map(({ name, type }) => [name, type.name]),
      [
        ['_id', 'int64'],
        ['name', 'varchar'],
        ['other_fields', 'json'],
      ]
    )
    assert.deepEqual(valuesIn(table, 'other_fields'), [
      json(
        '{"rare":{"$numberLong":"9007199254740993"},"rarer":{"x":[{"$date":"2024-02-29T12:34:56.789Z"}]}}'
      ),
    ])
  })

  test('that column gets another name where the collection has one of it, and may be text', async ({
    assert,
    cleanup,
  }) => {
    const bench = await ImportBench.start(cleanup)
    bench.lay('things', around({ other_fields: 'own' }, { rare: true }))
    const table = await bench.import('things', { asText: ['other_fields_'] })
    assert.deepEqual(valuesIn(table, 'other_fields'), ['own'])
    assert.deepEqual(valuesIn(table, 'other_fields_'), ['{"rare":true}'])
  })

  test('fields beyond the limit on columns are kept there as well', async ({ assert, cleanup }) => {
    const bench = await ImportBench.start(cleanup)
    const names = Array.from({ length: LIMITS.columns + 100 }, (_, i) => `f${i}`)
    bench.lay('things', [{ _id: 1, ...Object.fromEntries(names.map((name) => [name, name])) }])
    const { columns, rows } = await bench.import('things')
    assert.lengthOf(columns, LIMITS.columns + 1)
    const { text } = rows[0]?.at(-1) as { text: string }
    const kept = [...(rows[0] ?? []).slice(1, -1), ...Object.values(JSON.parse(text) as object)]
    assert.deepEqual(kept, names)
  })

  test('columns that were chosen are all there is', async ({ assert, cleanup }) => {
    const bench = await ImportBench.start(cleanup)
    bench.lay('things', around({ 'name': 'a', 'a.b': 1 }, { name: 'b', rare: huge }))
    for (const columns of [['name'], ['a.b', 'name']]) {
      const table = await bench.import('things', { columns })
      assert.isNull(table.error)
      assert.deepEqual(
        table.columns.map(({ name }) => name),
        columns
      )
      assert.deepEqual(valuesIn(table, 'name'), ['a', 'b'])
    }
  })

  test('a second field of the same name is not lost', async ({ assert, cleanup }) => {
    const bench = await ImportBench.start(cleanup)
    const int = (value: number) => Buffer.from(Int32Array.of(value).buffer)
    bench.lay('twice', [
      joined(...[1, 2].map((n) => element(0x10, 'a', int(n))), element(0x10, 'b.c', int(3))),
    ])
    const table = await bench.import('twice')
    assert.deepEqual(table.rows, [['1', '3', json('{"a":2}')]])
    const { error } = await bench.import('twice', { columns: ['a', 'b.c'] })
    assert.equal(error?.code, 'value_out_of_range')
  })
})

test.group('Importing collections: what does not fit', () => {
  const raw = (type: number, value: Buffer) =>
    joined(
      element(0x12, '_id', Buffer.from([53, 8, 0, 0, 0, 0, 0, 0])),
      element(type, 'value', value)
    )
  const farDate = Buffer.alloc(8, 0xff)
  farDate[7] = 0x7f

  test('{title} fails the table and names the column, or is kept as text')
    .with<{ title: string; usual: unknown; late: unknown; text: string | null }[]>([
      { title: 'a text among integers', usual: 1, late: 'one', text: 'one' },
      { title: 'a fraction among integers', usual: 1, late: 0.5, text: '0.5' },
      { title: 'a document among texts', usual: 'a', late: { b: 1 }, text: '{"b":1}' },
      { title: 'an integer that no double holds', usual: 0.5, late: huge, text: String(huge) },
      {
        title: 'a decimal among doubles',
        usual: 0.5,
        late: Decimal128.fromString('1.0'),
        text: '1.0',
      },
      { title: 'a text among dates', usual: date, late: 'soon', text: 'soon' },
      { title: 'a text among ids', usual: id, late: 'x', text: 'x' },
      { title: 'bytes among UUIDs', usual: uuid, late: Buffer.from([10]), text: '0A' },
      { title: 'a number among truth values', usual: true, late: 1, text: '1' },
      {
        title: 'a date beyond all',
        usual: date,
        late: raw(0x09, farDate),
        text: '+292278994-08-17T07:12:55.807Z',
      },
      {
        title: 'bytes that are no text',
        usual: 'a',
        late: raw(0x02, Buffer.from([3, 0, 0, 0, 0xc3, 0x28, 0])),
        text: null,
      },
      {
        title: 'bytes that are no text within a document',
        usual: { a: 1 },
        late: raw(0x03, joined(element(0x02, 'a', Buffer.from([2, 0, 0, 0, 0xff, 0])))),
        text: null,
      },
    ])
    .run(async ({ assert, cleanup }, { usual, late, text }) => {
      const bench = await ImportBench.start(cleanup)
      const other = Buffer.isBuffer(late) && late.length > 4 ? late : { value: late }
      bench.lay('things', around({ value: usual }, other))
      bench.lay('next', [{ _id: 1 }])
      const [failed, next] = await using(bench.connect(), (connector) =>
        importInto(connector, [requestFor(DATABASE, 'things'), requestFor(DATABASE, 'next')])
      )
      assert.equal(failed?.error?.code, 'value_out_of_range')
      assert.equal(failed?.error?.column, 'value')
      assert.lengthOf(next?.rows ?? [], 1)
      const asText = await bench.import('things', { asText: ['value'] })
      if (text === null) assert.equal(asText.error?.code, 'value_out_of_range')
      else assert.include(valuesIn(asText, 'value'), text)
      assert.equal(bench.server.cursors.size, 0)
    })

  test('{title} is the same number in the type of the column')
    .with<{ title: string; usual: unknown; late: unknown; kept: string | number }[]>([
      { title: 'a large integer', usual: 1, late: huge, kept: String(huge) },
      { title: 'a floating point of no fraction', usual: 1, late: new Double(-3), kept: '-3' },
      { title: 'an integer among fractions', usual: 0.5, late: 7, kept: 7 },
    ])
    .run(async ({ assert, cleanup }, { usual, late, kept }) => {
      const bench = await ImportBench.start(cleanup)
      bench.lay('things', around({ value: usual }, { value: late }))
      assert.include(valuesIn(await bench.import('things'), 'value'), kept)
    })

  test('a replacement character that was stored as such is a text', async ({ assert, cleanup }) => {
    const bench = await ImportBench.start(cleanup)
    bench.lay('things', [{ value: { '\ufffd': ['\ufffd'] } }])
    assert.deepEqual(valuesIn(await bench.import('things'), 'value'), [
      json('{"\ufffd":["\ufffd"]}'),
    ])
  })
})

const replicaSet = (more: Document = {}) => ({ hello: () => ({ setName: 'rs0', ...more }) })
const many = Array.from({ length: 5_000 }, (_, i) => ({ _id: i, body: 'x'.repeat(2_000) }))

test.group('Importing collections: cursors and moments', () => {
  test('whoever has enough leaves no cursor at the server', async ({ assert, cleanup }) => {
    const bench = await ImportBench.start(cleanup)
    bench.lay('things', many)
    const open: number[] = []
    const consumer = {
      async take(_: number, { batches }: TableStream) {
        for await (const batch of batches) {
          open.push(batch.rows && bench.server.cursors.size)
          return
        }
      },
      fail: async (_: number, error: ConnectorError) => Promise.reject(error),
    }
    const requests = [requestFor(DATABASE, 'things'), requestFor(DATABASE, 'things')]
    await using(bench.connect(), (connector) =>
      connector.importTables(requests, consumer, { signal: never })
    )
    // The first one was gone before the second table began.
    assert.deepEqual(open, [1, 1])
    assert.equal(bench.server.cursors.size, 0)
  })

  test('whoever goes away leaves none either', async ({ assert, cleanup }) => {
    const bench = await ImportBench.start(cleanup)
    bench.lay('things', many)
    const client = new AbortController()
    const consumer = {
      async take(_: number, { batches }: TableStream) {
        await batches[Symbol.asyncIterator]().next()
        assert.equal(bench.server.cursors.size, 1)
        client.abort(new Error('gone'))
        await new Promise(() => {})
      },
      fail: async (_: number, error: ConnectorError) => Promise.reject(error),
    }
    await using(bench.connect(), async (connector) => {
      const importing = connector.importTables([requestFor(DATABASE, 'things')], consumer, {
        signal: client.signal,
      })
      await assert.rejects(() => importing, 'gone')
      await eventually(() => bench.server.cursors.size === 0)
    })
  })

  /** Rows of two tables, when each gets one more while the first is being read. */
  const rowsOfTwo = async (bench: ImportBench, onTable = () => {}) => {
    bench.lay('first', many)
    bench.lay('second', [{ _id: 1 }])
    const tables = await using(bench.connect(), (connector) =>
      importInto(connector, [requestFor(DATABASE, 'first'), requestFor(DATABASE, 'second')], {
        async onTable(index) {
          if (index > 0) return
          bench.lay('first', [{ _id: 9_999, body: 'late' }])
          bench.lay('second', [{ _id: 2 }])
          onTable()
        },
      })
    )
    return tables.map(({ rows, error }) => error?.code ?? rows.length)
  }

  test('of a replica set all collections are as they were when the import began', async ({
    assert,
    cleanup,
  }) => {
    const bench = await ImportBench.start(cleanup, replicaSet())
    assert.deepEqual(await rowsOfTwo(bench), [5_000, 1])
  })

  test('{title} has no such moment, and what it has is read')
    .with([
      { title: 'a lone server', facts: {} },
      {
        title: 'a server before 5.0',
        facts: { version: '4.4.29', ...replicaSet({ maxWireVersion: 9 }) },
      },
      {
        title: 'a server that only seems to be one',
        facts: { version: '4.0.0', ...replicaSet() },
      },
    ])
    .run(async ({ assert, cleanup }, { facts }) => {
      const bench = await ImportBench.start(cleanup, facts)
      assert.deepEqual(await rowsOfTwo(bench), [5_001, 2])
    })

  test('a moment that the server has forgotten is followed by another', async ({
    assert,
    cleanup,
  }) => {
    const bench = await ImportBench.start(cleanup, replicaSet())
    const rows = await rowsOfTwo(bench, () => {
      bench.server.oldestTime = bench.server.store.clock
    })
    assert.deepEqual(rows, [5_001, 2])
  })

  test('one that it forgets in the middle fails the table, and says what to do', async ({
    assert,
    cleanup,
  }) => {
    const refusals = { getMore: { code: 239, message: 'Read timestamp is too old' } }
    const bench = await ImportBench.start(cleanup, { ...replicaSet(), refusals })
    bench.lay('things', many)
    const { error } = await bench.import('things')
    assert.include(error?.message ?? '', 'no longer knows')
    assert.include(error?.hint ?? '', 'minSnapshotHistoryWindowInSeconds')
  })

  test('documents of many megabytes come a few at a time', async ({ assert, cleanup }) => {
    const bench = await ImportBench.start(cleanup)
    const body = 'x'.repeat(5_000_000)
    bench.lay(
      'things',
      [1, 2, 3, 4].map((_id) => ({ _id, body }))
    )
    const { rows, batches } = await bench.import('things')
    assert.lengthOf(rows, 4)
    assert.isAtLeast(batches, 2)
    assert.isTrue(rows.every(([, kept]) => kept === body))
  })
})
