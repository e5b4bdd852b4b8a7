import { test } from '@japa/runner'
import { BSON, type Document, Long } from 'mongodb'
import { CellEncoder } from '#connectors/cells'
import { ConnectorError } from '#connectors/connector_error'
import { elementsOf } from '#connectors/mongodb/bson_reader'
import { cellOf } from '#connectors/mongodb/cell_reader'
import { extendedJson } from '#connectors/mongodb/extended_json'
import { inferColumns } from '#connectors/mongodb/inference'
import { isoTime } from '#connectors/mongodb/iso_time'
import { toRows } from '#connectors/mongodb/rows'
import { LIMITS } from '#tests/conformance/workbench'
import { element, joined } from '#tests/support/standins/mongodb/raw_bson'

const { EJSON } = BSON
const bson = (document: Document) => Buffer.from(BSON.serialize(document))
const int = (value: number) => Buffer.from(Int32Array.of(value).buffer)
const text = (value: string) => {
  const bytes = Buffer.from(`${value}\0`)
  return Buffer.concat([int(bytes.length), bytes])
}

test.group('Documents of MongoDB', () => {
  test('fields keep their order and their bytes, numbers as names included', ({ assert }) => {
    const raw = joined(
      element(0x10, '10', int(1)),
      element(0x10, '2', int(2)),
      element(0x02, '__proto__', text('x')),
      element(0x10, '2', int(3))
    )
    assert.deepEqual(
      [...elementsOf(raw)].map(({ name }) => name),
      ['10', '2', '__proto__', '2']
    )
    const { columns } = inferColumns([raw], true, LIMITS)
    assert.deepEqual(
      columns.map(({ name, type, presence }) => [name, type, presence]),
      [
        ['10', 'int', 1],
        ['2', 'int', 1],
        ['__proto__', 'string', 1],
      ]
    )
    const { rows } = toRows(
      {
        table: { schema: 'a', name: 'b', kind: 'collection' },
        rowEstimate: 1,
        isCut: false,
        columns,
        first: [raw],
      },
      LIMITS
    )
    assert.deepEqual(rows, [[1, 2, 'x']])
  })

  test('lengths that lie are refused, wherever they are', ({ assert }) => {
    const lying: Buffer[] = [
      Buffer.from([5, 0, 0, 0]),
      joined(Buffer.from([0x02, 0x61, 0, 0xff, 0xff, 0xff, 0x7f, 0])),
      joined(element(0x02, 'a', int(-1))),
      joined(element(0x05, 'a', Buffer.concat([int(1_000), Buffer.from([0])]))),
      joined(element(0x03, 'a', int(4))),
      joined(element(0x42, 'a', Buffer.alloc(8))),
      joined(Buffer.from([0x10])),
      joined(element(0x0b, 'a', Buffer.from('endless'))),
      joined(element(0x0f, 'a', Buffer.concat([int(200), int(90)]))),
    ]
    for (const raw of lying) {
      assert.throws(() => [...elementsOf(raw)].length, ConnectorError)
    }
  })

  test('Extended JSON reads back as what was stored', ({ assert }) => {
    const document = EJSON.parse(
      `{"a":{"$numberLong":"9007199254740993"},"b":[1,"x",null,{"$oid":"64b7f0c2a1b2c3d4e5f60718"}],
        "c":{"$numberDecimal":"0.10"},"d":{"$numberDouble":"NaN"},"e":{"$date":{"$numberLong":"-1"}},
        "f":{"$binary":{"base64":"AP8Q","subType":"80"}},"g":{"$regularExpression":{"pattern":"a","options":"i"}},
        "h":{"$timestamp":{"t":4294967295,"i":1}},"i":{"$code":"x","$scope":{"y":{"$numberDouble":"-0.0"}}},
        "j":{"$minKey":1},"k":{"$symbol":"s"},"l":true,"m":{"$date":"2024-02-29T12:34:56.789Z"},"n":0.5}`,
      { relaxed: false }
    ) as Document
    const raw = bson(document)
    const { text: json, isWhole } = extendedJson('object', raw, 10_000)
    assert.isTrue(isWhole)
    const [again, once] = [EJSON.parse(json, { relaxed: false }) as Document, document]
    assert.equal(
      EJSON.stringify(again, { relaxed: true }),
      EJSON.stringify(once, { relaxed: true })
    )
    assert.include(json, '"a":{"$numberLong":"9007199254740993"}')
    assert.include(json, '"c":{"$numberDecimal":"0.10"}')
  })

  test('what only old documents hold is told as well', ({ assert }) => {
    const pointer = Buffer.concat([text('people'), Buffer.alloc(12, 0xab)])
    const raw = joined(element(0x06, 'u', Buffer.alloc(0)), element(0x0c, 'p', pointer))
    assert.equal(
      extendedJson('object', raw, 1_000).text,
      `{"u":{"$undefined":true},"p":{"$dbPointer":{"$ref":"people","$id":{"$oid":"${'ab'.repeat(12)}"}}}}`
    )
    const oldBinary = Buffer.concat([int(7), Buffer.from([2]), int(3), Buffer.from([1, 2, 3])])
    assert.deepEqual(cellOf('binData', oldBinary, new CellEncoder(LIMITS), 1_000), {
      $type: 'binary',
      base64: 'AQID',
      bytes: 3,
      truncated: false,
    })
  })

  test('no more of a large document is written than asked for', ({ assert }) => {
    const large = bson({ a: Array.from({ length: 200_000 }, (_, i) => ({ i, t: 'x'.repeat(20) })) })
    const started = performance.now()
    const { text: json, isWhole } = extendedJson('object', large, 1_000)
    assert.isFalse(isWhole)
    assert.isBelow(json.length, 1_200)
    assert.isBelow(performance.now() - started, 100)
    const cell = cellOf('object', large, new CellEncoder({ cellBytes: 1_000 }), 1_000)
    assert.containsSubset(cell, { $type: 'json', truncated: true })
  })

  test('documents nested beyond reason are refused, not followed', ({ assert }) => {
    let raw = joined()
    for (let i = 0; i < 5_000; i++) raw = joined(element(0x03, 'a', raw))
    assert.throws(() => extendedJson('object', raw, 1_000_000), ConnectorError)
    const { columns } = inferColumns([joined(element(0x03, 'deep', raw))], false, LIMITS)
    assert.equal(columns[0]?.type, 'object{a: object{a: object{a: object}}}')
  })

  test('texts are cut at a character, with their whole length', ({ assert }) => {
    const cell = cellOf('string', text('🐘'.repeat(100)), new CellEncoder({ cellBytes: 10 }), 10)
    assert.deepEqual(cell, { $type: 'text', text: '🐘🐘', length: 100, truncated: true })
    const whole = cellOf('string', text('🐘🐘'), new CellEncoder({ cellBytes: 10 }), 10)
    assert.equal(whole, '🐘🐘')
  })

  test('times reach as far as 64 bits do', ({ assert }) => {
    assert.equal(isoTime(0n), '1970-01-01T00:00:00.000Z')
    assert.equal(isoTime(1_709_210_096_789n), '2024-02-29T12:34:56.789Z')
    assert.equal(isoTime(-62_167_219_200_000n), '0000-01-01T00:00:00.000Z')
    assert.equal(isoTime(253_402_300_800_000n), '+010000-01-01T00:00:00.000Z')
    assert.equal(isoTime(8_640_000_000_000_000n), new Date(8.64e15).toISOString())
    assert.equal(isoTime(-8_640_000_000_000_000n), new Date(-8.64e15).toISOString())
    assert.equal(isoTime(2n ** 63n - 1n), '+292278994-08-17T07:12:55.807Z')
    assert.equal(isoTime(-(2n ** 63n)), '-292275055-05-16T16:47:04.192Z')
  })
})

test.group('Columns inferred from documents', () => {
  const infer = (documents: Document[], columns = 1_600) =>
    inferColumns(documents.map(bson), true, { columns }).columns

  test('the key comes first, the others as they first appear', ({ assert }) => {
    const columns = infer([
      { b: 1, _id: 1 },
      { _id: 2, a: 1 },
      { c: 1, b: 2, _id: 3 },
    ])
    assert.deepEqual(
      columns.map(({ name, nullable, presence, primaryKey }) => [
        name,
        nullable,
        presence,
        primaryKey,
      ]),
      [
        ['_id', false, 1, true],
        ['b', true, 0.667, false],
        ['a', true, 0.334, false],
        ['c', true, 0.334, false],
      ]
    )
  })

  test('types are told by how often they were met, nested ones too', ({ assert }) => {
    const [, value] = infer([
      { _id: 1, v: 1 },
      { _id: 2, v: 'x' },
      { _id: 3, v: 'y' },
      { _id: 4, v: { 'a b': [1, Long.fromNumber(2)], 'deep': { d: { e: { f: 1 } } } } },
      { _id: 5, v: [] },
    ])
    assert.equal(
      value?.type,
      'string | int | object{"a b": array<int | long>, deep: object{d: object{e: object}}} | array'
    )
  })

  test('what could go on for ever is cut: types, fields, columns, names', ({ assert }) => {
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`field${i}`, i]))
    const [, nested] = infer([{ _id: 1, wide }])
    assert.isAtMost(nested?.type.length ?? 0, 300)
    assert.match(nested?.type ?? '', /field11: int, …\}$/)
    assert.lengthOf(infer([wide], 100), 101)
    const long = inferColumns([bson({ ['n'.repeat(300)]: 1, short: 1 })], true, LIMITS)
    assert.deepEqual(
      long.columns.map(({ name }) => name),
      ['short']
    )
    assert.isTrue(long.isCut)
  })
})
