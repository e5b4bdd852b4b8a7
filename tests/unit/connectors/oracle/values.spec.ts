import { test } from '@japa/runner'
import { LIMITS } from '#tests/conformance/workbench'
import { CellEncoder } from '#connectors/cells'
import { readerFor } from '#connectors/oracle/column_reader'
import { type DeclaredType, spell } from '#connectors/oracle/declared_type'
import { connectorToPort, previewAt, startStandin } from '#tests/unit/connectors/oracle/bench'
import type { StandinColumn } from '#tests/support/standins/oracle/database'

const encoder = new CellEncoder(LIMITS)
const declared = (type: Partial<DeclaredType> & { name: string }): DeclaredType => ({
  owner: null,
  length: 22,
  precision: null,
  scale: null,
  characters: 0,
  isInCharacters: false,
  ...type,
})

test.group('Oracle: values', () => {
  test('numbers keep every digit on their way through the driver', async ({ assert, cleanup }) => {
    const numbers = [
      ...['0', '1', '-1', '9', '10', '99', '100', '101', '-100', '12345678901234567890'],
      ...['0.1', '-0.1', '0.01', '0.001', '-0.0123', '100.001', '99999.99999', '0.00000001'],
      '99999999999999999999999999999999999999',
      '-99999999999999999999999999999999999999',
      '12345678901234567890.123456789012345678',
    ]
    const { standin, database } = await startStandin()
    cleanup(() => standin.close())
    const column: StandinColumn = { name: 'N', dataType: 'NUMBER', wire: 'number' }
    database.tables.push({
      owner: 'SCOTT',
      name: 'NUMBERS',
      kind: 'table',
      estimate: null,
      columns: [column],
      rows: numbers.map((number) => [number]),
    })
    const { rows } = await previewAt(standin.port, 'NUMBERS', { limits: { rows: 100 } })
    assert.deepEqual(
      rows.map(([cell]) => cell),
      numbers.toReversed().slice(0, 10)
    )
    database.tables.at(-1)?.rows.splice(10)
    const first = await previewAt(standin.port, 'NUMBERS')
    assert.deepEqual(
      first.rows.map(([cell]) => cell),
      numbers.slice(0, 10).toReversed()
    )
  })

  test('whole numbers are numbers as long as JavaScript can hold them', ({ assert }) => {
    const reader = readerFor(declared({ name: 'NUMBER', precision: 38, scale: 0 }))
    assert.equal(reader.read('9007199254740991', encoder, null), 9007199254740991)
    assert.equal(reader.read('9007199254740992', encoder, null), '9007199254740992')
    assert.equal(reader.read('-1e126', encoder, null), '-1e126')
  })

  test('types are spelled as they are declared', ({ assert }) => {
    for (const [type, spelled] of [
      [{ name: 'NUMBER' }, 'NUMBER'],
      [{ name: 'NUMBER', scale: 0 }, 'INTEGER'],
      [{ name: 'NUMBER', precision: 10, scale: 2 }, 'NUMBER(10,2)'],
      [{ name: 'VARCHAR2', length: 40, characters: 10, isInCharacters: true }, 'VARCHAR2(10 CHAR)'],
      [{ name: 'VARCHAR2', length: 40, characters: 40 }, 'VARCHAR2(40)'],
      [{ name: 'NVARCHAR2', length: 40, characters: 20, isInCharacters: true }, 'NVARCHAR2(20)'],
      [{ name: 'RAW', length: 16 }, 'RAW(16)'],
      [{ name: 'SDO_GEOMETRY', owner: 'MDSYS' }, 'MDSYS.SDO_GEOMETRY'],
      [{ name: 'TIMESTAMP(6) WITH LOCAL TIME ZONE' }, 'TIMESTAMP(6) WITH LOCAL TIME ZONE'],
    ] as const) {
      assert.equal(spell(declared(type)), spelled)
    }
  })

  test('a type that cannot be read is told by its name, and does not spoil the table', ({
    assert,
  }) => {
    for (const type of [
      { name: 'BFILE' },
      { name: 'SDO_GEOMETRY', owner: 'MDSYS' },
      { name: 'NEW' },
      { name: 'constructor' },
    ]) {
      const reader = readerFor(declared(type))
      assert.deepEqual(reader.select('"C"', 10), ['case when "C" is not null then 1 end'])
      assert.equal(reader.read('1', encoder, null), `(${spell(declared(type))})`)
    }
  })

  test('long values are cut by the server', ({ assert }) => {
    const long = readerFor(declared({ name: 'VARCHAR2', length: 32_767 }))
    assert.deepEqual(long.select('"C"', 9), ['substr("C", 1, 9)', 'length("C")'])
    assert.isTrue(long.isUnbounded)
    assert.isFalse(readerFor(declared({ name: 'VARCHAR2', length: 4_000 })).isUnbounded)
    assert.deepEqual(long.read('abc', encoder, 5), {
      $type: 'text',
      text: 'abc',
      length: 5,
      truncated: true,
    })
  })

  test('what comes only once it was asked for in another way comes from older releases too', async ({
    assert,
    cleanup,
  }) => {
    const { standin, database } = await startStandin({ release: 19 })
    cleanup(() => standin.close())
    database.tables.push({
      owner: 'SCOTT',
      name: 'LONGS',
      kind: 'table',
      estimate: null,
      columns: [
        { name: 'C', dataType: 'CLOB', wire: 'clob' },
        { name: 'B', dataType: 'BLOB', wire: 'blob' },
        { name: 'L', dataType: 'LONG', wire: 'long' },
      ],
      rows: [
        ['表'.repeat(30_000), Buffer.alloc(70_000, 7), 'l'.repeat(40_000)],
        [null, null, null],
      ],
    })
    const { rows } = await previewAt(standin.port, 'LONGS', { limits: { cellBytes: 100_000 } })
    assert.deepEqual(rows, [
      [null, null, null],
      [
        '表'.repeat(30_000),
        {
          $type: 'binary',
          base64: Buffer.alloc(70_000, 7).toString('base64'),
          bytes: 70_000,
          truncated: false,
        },
        'l'.repeat(40_000),
      ],
    ])
  })

  test('a catalog of many tables takes few round trips', async ({ assert, cleanup }) => {
    let requests = 0
    const { standin, database } = await startStandin({
      deviate(answer) {
        requests += 1
        return answer
      },
    })
    cleanup(() => standin.close())
    for (let i = 0; i < 12_000; i++) {
      const name = `TABLE_${i}`
      database.tables.push({ owner: 'A', name, kind: 'table', estimate: i, columns: [], rows: [] })
    }
    const connector = await connectorToPort(standin.port)
    const tables = await connector.listTables({ signal: new AbortController().signal })
    await connector.dispose()
    assert.lengthOf(tables, 12_002)
    assert.equal(tables[0]?.name, 'TABLE_0')
    // Four to sign in, three for the rows, one to say goodbye.
    assert.isAtMost(requests, 8)
  })
})
