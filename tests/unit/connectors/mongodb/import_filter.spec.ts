import { test } from '@japa/runner'
import { Decimal128, type Document, Double, Long, ObjectId, UUID } from 'mongodb'
import type { RowFilter } from '#connectors/contracts'
import { ImportBench } from '#tests/unit/connectors/mongodb/import_bench'

type Operator = RowFilter['operator']

const ids = ['64b7f0c2a1b2c3d4e5f60718', '64b7f0c2a1b2c3d4e5f60719']
const [firstId, secondId] = ids.map((id) => new ObjectId(id))
const uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'

test.group('Importing collections: filters', () => {
  /** What is found of documents that have these values, each by its place; `absent` is a field that is not there. */
  const absent = Symbol('absent')
  const found = async (
    bench: ImportBench,
    values: unknown[],
    operator: Operator,
    value?: string
  ) => {
    bench.lay(
      'things',
      values.map((one, i): Document => (one === absent ? { i } : { i, value: one }))
    )
    const comparing = value === undefined ? {} : { value }
    const filter = { column: 'value', operator, ...comparing } as RowFilter
    const { error, rows } = await bench.import('things', { columns: ['i'], filters: [filter] })
    return error?.code ?? rows.map(([i]) => Number(i))
  }

  test('{title}')
    .with<
      { title: string; values: unknown[]; is: [Operator, string?]; places: number[] | string }[]
    >([
      {
        title: 'a day that no calendar has is no day',
        values: [new Date('2024-03-01T00:00:00Z')],
        is: ['equals', '2024-02-30'],
        places: 'bad_config',
      },
      {
        title: 'an id is found that is an ObjectId',
        values: [firstId, secondId],
        is: ['equals', ids[1]],
        places: [1],
      },
      {
        title: 'ids are in an order, as a cursor needs it',
        values: [firstId, secondId],
        is: ['greater', ids[0]],
        places: [1],
      },
      {
        title: 'an id is found whatever it is in this document',
        values: [firstId, 7, '7', ids[0], new Double(7)],
        is: ['equals', '7'],
        places: [1, 2, 4],
      },
      {
        title: 'an ObjectId and its digits are found at once',
        values: [firstId, 7, ids[0]],
        is: ['equals', ids[0]],
        places: [0, 2],
      },
      {
        title: 'integers compare exactly beyond 53 bits',
        values: [Long.fromString('9007199254740993'), Long.fromString('9007199254740992')],
        is: ['equals', '9007199254740993'],
        places: [0],
      },
      {
        title: 'an integer of the type of all others is found by a text of a fraction',
        values: [1, 2, 3],
        is: ['greater', '1.5'],
        places: [1, 2],
      },
      {
        title: 'a fraction is found among floating point',
        values: [0.1, 0.2],
        is: ['equals', '0.1'],
        places: [0],
      },
      {
        title: 'a fraction is found among decimals and floating point',
        values: [Decimal128.fromString('0.10'), 0.1, 0.2],
        is: ['equals', '0.1'],
        places: [0, 1],
      },
      {
        title: 'dates are found by day',
        values: [new Date('2024-02-28T23:59:59.999Z'), new Date('2024-02-29T00:00:00Z')],
        is: ['at_least', '2024-02-29'],
        places: [1],
      },
      {
        title: 'dates are found as a dataset spells them',
        values: [new Date('2024-02-29T12:34:56.789Z'), new Date('2024-02-29T12:34:56.790Z')],
        is: ['greater', '2024-02-29 12:34:56.789+00'],
        places: [1],
      },
      { title: 'truth values', values: [true, false], is: ['equals', 'false'], places: [1] },
      { title: 'UUIDs', values: [new UUID(), new UUID(uuid)], is: ['equals', uuid], places: [1] },
      {
        title: 'what is null and what is not there are the same',
        values: [1, null, absent],
        is: ['is_null'],
        places: [1, 2],
      },
      {
        title: 'what is not null is there',
        values: [1, null, absent],
        is: ['is_not_null'],
        places: [0],
      },
      {
        title: 'what is not equal is something',
        values: [1, 2, null, absent],
        is: ['not_equals', '1'],
        places: [1],
      },
      {
        title: 'an array is not one of its items',
        values: ['a', ['a'], [null], null],
        is: ['equals', 'a'],
        places: [0],
      },
      {
        title: 'an array is not null for one that it holds',
        values: ['a', ['a'], [null], null],
        is: ['is_not_null'],
        places: [0, 1, 2],
      },
      {
        title: 'an array is not equal to one of its items',
        values: ['a', 'b', ['a'], null],
        is: ['not_equals', 'a'],
        places: [1, 2],
      },
      {
        title: 'what is no number is told, of a column of numbers',
        values: [1, 2],
        is: ['equals', 'one'],
        places: 'bad_config',
      },
      {
        title: 'what compares with nothing is told',
        values: [{ a: 1 }],
        is: ['less', '1'],
        places: 'bad_config',
      },
      {
        title: 'operators are only texts',
        values: ['{"$gt":""}', 'b'],
        is: ['equals', '{"$gt":""}'],
        places: [0],
      },
    ])
    .run(async ({ assert, cleanup }, { values, is, places }) => {
      const bench = await ImportBench.start(cleanup)
      assert.deepEqual(await found(bench, values, ...is), places)
    })

  test('a field whose name would mean another one cannot be asked for', async ({
    assert,
    cleanup,
  }) => {
    const bench = await ImportBench.start(cleanup)
    bench.lay('things', [{ 'a.b': 1, '$c': 2, 'd': 3 }])
    for (const column of ['a.b', '$c']) {
      const { error } = await bench.import('things', { filters: [{ column, operator: 'is_null' }] })
      assert.equal(error?.code, 'bad_config', column)
    }
    const { rows } = await bench.import('things', {
      filters: [{ column: 'd', operator: 'equals', value: '3' }],
    })
    assert.lengthOf(rows, 1)
  })
})
