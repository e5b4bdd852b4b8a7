import { test } from '@japa/runner'
import type { ImportRequest, RowFilter } from '#connectors/contracts'
import { importInto, requestFor } from '#tests/conformance/import_bench'
import { eventually, using } from '#tests/conformance/workbench'
import { serverError } from '#tests/support/standins/oracle/answers'
import type { StandinColumn, Stored } from '#tests/support/standins/oracle/database'
import * as messages from '#tests/support/standins/oracle/messages'
import { moment } from '#tests/support/standins/oracle/moments'
import { FUNCTION, readFunction } from '#tests/support/standins/oracle/requests'
import type { StandinOptions } from '#tests/support/standins/oracle/server'
import type { WireType } from '#tests/support/standins/oracle/values'
import { WireReader } from '#tests/support/standins/oracle/wire'
import { connectorToPort, startStandin } from '#tests/unit/connectors/oracle/bench'

const column = (name: string, dataType: string, wire: WireType, more = {}): StandinColumn => ({
  name,
  dataType,
  wire,
  ...more,
})
const ID = column('ID', 'NUMBER', 'number', { precision: 9, scale: 0 })

/** A stand-in with one more table, and what imports it. */
async function tableOf(
  columns: StandinColumn[],
  rows: Stored[][],
  options: Partial<StandinOptions> = {}
) {
  const { standin, database } = await startStandin(options)
  const table = { owner: 'SCOTT', name: 'T', kind: 'table', estimate: null, columns, rows } as const
  database.tables.push(table)
  const importIt = async (more: Partial<ImportRequest> = {}) => {
    const [imported] = await using(connectorToPort(standin.port), (connector) =>
      importInto(connector, [requestFor('SCOTT', 'T', more)])
    )
    if (!imported) throw new Error('Nothing was imported')
    return imported
  }
  return { standin, database, importIt }
}

/** How the server answers the n-th request for more rows. */
function insteadOfFetch(n: number, answer: (usual: Buffer | null) => Buffer | null) {
  let fetches = 0
  return (usual: Buffer | null, request: Buffer) => {
    if (!CALLS.includes(request.readUInt8(0))) return usual
    if (readFunction(new WireReader(request), release) !== FUNCTION.fetch) return usual
    fetches += 1
    return fetches === n ? answer(usual) : usual
  }
}

const CALLS: number[] = [messages.MESSAGE.function, messages.MESSAGE.piggyback]
const release = messages.RELEASES[19]

test.group('Oracle: importing', (group) => {
  group.each.timeout(20_000)

  test('long values keep every character and byte, in however many pieces they come', async ({
    assert,
    cleanup,
  }) => {
    const across = `${'x'.repeat(2 * 1024 * 1024 - 1)}🐘${'表'.repeat(10)}`
    const texts = ['', 'a', '🐘'.repeat(500), `${'表'.repeat(1_000)}`, 'y'.repeat(1_001), across]
    const bytes = [0, 1, 2_000, 2_001, 2_000_000, 3_000_000].map((size) => Buffer.alloc(size, 7))
    const { standin, importIt } = await tableOf(
      [
        ID,
        column('C', 'CLOB', 'clob'),
        column('N', 'NCLOB', 'nclob'),
        column('B', 'BLOB', 'blob'),
        column('J', 'JSON', 'clob'),
      ],
      [
        ...texts.map((text, i) => [i, text, text, bytes[i] ?? null, `"${text}"`]),
        [99, null, null, null, null],
      ]
    )
    cleanup(() => standin.close())
    const { rows, error } = await importIt()
    assert.isNull(error)
    texts.forEach((text, i) => {
      const [, clob, nclob, blob, json] = rows[i] ?? []
      assert.isTrue(clob === text, `CLOB ${i}`)
      assert.isTrue(nclob === text, `NCLOB ${i}`)
      assert.deepEqual(blob, {
        $type: 'binary',
        base64: bytes[i]?.toString('base64') ?? '',
        bytes: bytes[i]?.length ?? 0,
        truncated: false,
      })
      assert.isTrue((json as { text: string }).text === `"${text}"`, `JSON ${i}`)
    })
    assert.deepEqual(rows.at(-1), ['99', null, null, null, null])
  })

  test('many long values are handed over before all of them are read', async ({
    assert,
    cleanup,
  }) => {
    const rows = Array.from({ length: 1_000 }, (_, i) => [i, 'x'.repeat(1_001)])
    const { standin, importIt } = await tableOf([ID, column('C', 'CLOB', 'clob')], rows)
    cleanup(() => standin.close())
    const imported = await importIt()
    assert.isAbove(imported.batches, 3)
    assert.deepEqual(
      imported.rows,
      rows.map(([id, text]) => [String(id), String(text)])
    )
    const longs = await tableOf(
      [column('L', 'LONG', 'long')],
      rows.map(([, text]) => [text ?? null])
    )
    cleanup(() => longs.standin.close())
    const { batches, rows: kept } = await longs.importIt()
    assert.isAbove(batches, 3)
    assert.lengthOf(kept, 1_000)
  })

  test('what makes a row too large fails its table before it is read', async ({
    assert,
    cleanup,
  }) => {
    const rows = [[1, Buffer.alloc(64 * 1024 * 1024 + 1)]]
    const { standin, importIt } = await tableOf([ID, column('B', 'BLOB', 'blob')], rows)
    cleanup(() => standin.close())
    const { error } = await importIt()
    assert.deepEqual([error?.code, error?.column], ['value_out_of_range', 'B'])
    assert.include(error?.message, 'more than 64 MB')
    assert.deepEqual((await importIt({ columns: ['ID'] })).rows, [['1']])
  })

  test('LONGs come whole, a row at a time, and wide rows so many that they fit', async ({
    assert,
    cleanup,
  }) => {
    const wide = Array.from({ length: 100 }, (_, i) =>
      column(`C${i}`, 'VARCHAR2', 'varchar', { length: 32_767, characters: 32_767 })
    )
    const mostRows = async (columns: StandinColumn[], value: Stored) => {
      const cells = columns.map(() => value)
      const rows = Array.from({ length: 50 }, () => cells)
      const most: number[] = []
      const { standin, importIt } = await tableOf(columns, rows, {
        deviate(answer) {
          for (const session of standin.sessions) most.push(session.lastRows)
          return answer
        },
      })
      cleanup(() => standin.close())
      const imported = await importIt()
      assert.isNull(imported.error)
      assert.deepEqual(imported.rows, rows)
      return most.at(-1) ?? 0
    }
    assert.isAtMost(await mostRows(wide, 'x'), 2)
    assert.equal(await mostRows([column('L', 'LONG', 'long')], 'long ago'), 1)
    assert.isAbove(await mostRows([column('V', 'VARCHAR2', 'varchar', { length: 10 })], 'x'), 1_000)
  })

  test('text that is no text fails its table, and is not taken for another', async ({
    assert,
    cleanup,
  }) => {
    const text = column('V', 'VARCHAR2', 'varchar', { length: 10 })
    const broken = await tableOf([text], [[Buffer.from('caf\xe9', 'latin1')]])
    const sound = await tableOf([text], [['\ufffd café']])
    const half = await tableOf([column('N', 'NVARCHAR2', 'nvarchar')], [['a\ud83d']])
    for (const { standin } of [broken, sound, half]) cleanup(() => standin.close())
    for (const { importIt } of [broken, half]) {
      const { error } = await importIt()
      assert.equal(error?.code, 'value_out_of_range')
      assert.oneOf(error?.column, ['V', 'N'])
    }
    const { rows } = await sound.importIt()
    assert.deepEqual(rows, [['\ufffd café']])
  })

  test('what a column cannot hold fails its table: INTEGER has no bound of its own', async ({
    assert,
    cleanup,
  }) => {
    const { standin, importIt } = await tableOf(
      [column('I', 'NUMBER', 'number', { scale: 0 })],
      [['9'.repeat(39)]]
    )
    cleanup(() => standin.close())
    const { error } = await importIt()
    assert.equal(error?.code, 'value_out_of_range')
    const asText = await importIt({ asText: ['I'] })
    assert.deepEqual(asText.rows, [['9'.repeat(39)]])
  })

  test('every column says what becomes of it when it is not what it was', async ({
    assert,
    cleanup,
  }) => {
    const { standin, importIt } = await tableOf(
      [
        column('FREE', 'NUMBER', 'number'),
        column('ZONED', 'TIMESTAMP(6) WITH TIME ZONE', 'varchar'),
        column('FILE', 'BFILE', 'varchar'),
        column('OBJECT', 'SDO_GEOMETRY', 'varchar', { owner: 'MDSYS' }),
        column('PLAIN', 'VARCHAR2', 'varchar', { length: 10 }),
      ],
      [['.5', moment('2024-02-29 00:30:00 +02:00'), 'x', 'x', 'x']]
    )
    cleanup(() => standin.close())
    const { columns, rows } = await importIt()
    assert.deepEqual(rows, [
      ['0.5', '2024-02-28T22:30:00Z', '(BFILE)', '(MDSYS.SDO_GEOMETRY)', 'x'],
    ])
    assert.deepEqual(
      columns.map(({ note }) => note?.split(':')[0] ?? null),
      ['Kept as text', 'Kept as the moment, in UTC', 'Not imported', 'Not imported', null]
    )
  })

  test('filters compare by the type of the column, with values apart from the statement', async ({
    assert,
    cleanup,
  }) => {
    const columns = [
      ID,
      column('N', 'NUMBER', 'number'),
      column('F', 'BINARY_FLOAT', 'float'),
      column('C', 'CHAR', 'char', { length: 5, characters: 5 }),
      column('W', 'NVARCHAR2', 'nvarchar', { length: 20, characters: 10 }),
      column('D', 'DATE', 'varchar'),
      column('Z', 'TIMESTAMP(6) WITH TIME ZONE', 'varchar'),
      column('R', 'RAW', 'raw', { length: 4 }),
      column('B', 'BOOLEAN', 'varchar'),
    ]
    const { standin, database, importIt } = await tableOf(columns, [
      [
        1,
        '9',
        0.1,
        'ab   ',
        '表 🐘',
        moment('2024-02-29 12:00:00'),
        moment('2024-01-01 00:00:00 +02:00'),
        Buffer.from('0a', 'hex'),
        'true',
      ],
      [
        2,
        '10',
        0.2,
        'abc  ',
        'x',
        moment('2024-03-01'),
        moment('2024-01-01 00:00:00 +00:00'),
        Buffer.from('0b', 'hex'),
        'false',
      ],
    ])
    cleanup(() => standin.close())
    const first: RowFilter[] = [
      { column: 'N', operator: 'less', value: '10.0' },
      { column: 'F', operator: 'equals', value: '0.1' },
      { column: 'C', operator: 'equals', value: 'ab' },
      { column: 'W', operator: 'equals', value: '表 🐘' },
      { column: 'D', operator: 'less', value: '2024-03-01' },
      { column: 'D', operator: 'equals', value: '2024-02-29T12:00:00' },
      { column: 'Z', operator: 'less', value: '2024-01-01T00:00:00Z' },
      { column: 'Z', operator: 'equals', value: '2024-01-01 00:00:00 +02:00' },
      { column: 'Z', operator: 'equals', value: '2023-12-31 22:00:00+00' },
      { column: 'Z', operator: 'equals', value: '2023-12-31T20:00:00.000-0200' },
      { column: 'R', operator: 'at_most', value: '0A' },
      { column: 'B', operator: 'equals', value: 'TRUE' },
    ]
    for (const filter of first) {
      const { rows, error } = await importIt({ columns: ['ID'], filters: [filter] })
      assert.isNull(error, JSON.stringify(filter))
      assert.deepEqual(rows, [['1']], JSON.stringify(filter))
    }
    const { rows } = await importIt({ columns: ['ID'], filters: first, limit: 5 })
    assert.deepEqual(rows, [['1']])
    for (const sql of database.statements) assert.notMatch(sql, /2024|表|0A|10\.0/)
  })

  test('a filter that compares with what is no value of the type is refused', async ({
    assert,
    cleanup,
  }) => {
    const { standin, database, importIt } = await tableOf(
      [
        column('N', 'NUMBER', 'number'),
        column('D', 'DATE', 'varchar'),
        column('R', 'RAW', 'raw', { length: 4 }),
        column('C', 'CLOB', 'clob'),
      ],
      []
    )
    cleanup(() => standin.close())
    for (const [name, value] of [
      ['N', '1 or 1=1'],
      ['N', ''],
      ['D', '2024-02-30'],
      ['D', 'yesterday'],
      ['D', '2024-01-01T25:00:00'],
      ['R', 'xyz'],
      ['C', 'a'],
    ] as const) {
      const { error } = await importIt({
        filters: [{ column: name, operator: 'equals', value }],
      })
      assert.equal(error?.code, 'bad_config', `${name} = ${value}`)
      assert.include(error?.message, `on ${name} `)
    }
    assert.isFalse(database.statements.some((sql) => sql.includes('from "SCOTT"."T"')))
  })

  test('a snapshot that the server gave up is told as that, and the next table follows', async ({
    assert,
    cleanup,
  }) => {
    const { standin } = await tableOf(
      [ID],
      Array.from({ length: 20_000 }, (_, i) => [i]),
      {
        deviate: insteadOfFetch(2, () =>
          messages.callEnd(serverError(1_555, 'snapshot too old'), release)
        ),
      }
    )
    cleanup(() => standin.close())
    const [old, next] = await using(connectorToPort(standin.port), (connector) =>
      importInto(connector, [requestFor('SCOTT', 'T'), requestFor('SCOTT', 'EMP')])
    )
    assert.include(old?.error?.message, 'no longer has the rows as they were when reading began')
    assert.include(old?.error?.hint, 'UNDO_RETENTION')
    assert.isNull(next?.error)
    assert.lengthOf(next?.rows ?? [], 2)
  })

  test('all tables of an import are read in one transaction that cannot write', async ({
    assert,
    cleanup,
  }) => {
    const { standin, database } = await tableOf([ID], [[1]])
    cleanup(() => standin.close())
    await using(connectorToPort(standin.port), (connector) =>
      importInto(connector, [requestFor('SCOTT', 'T'), requestFor('SCOTT', 'EMP')])
    )
    const [first, ...others] = database.statements
    assert.equal(first, 'set transaction read only')
    assert.isFalse(others.includes('set transaction read only'))
  })

  test('whoever goes away while the server works stops it there', async ({ assert, cleanup }) => {
    const { standin } = await startStandin()
    cleanup(() => standin.close())
    const connector = await connectorToPort(standin.port)
    cleanup(() => connector.dispose())
    const client = new AbortController()
    const importing = importInto(connector, [requestFor('SCOTT', 'SLOW')], {
      signal: client.signal,
      onTable: async () => void setImmediate(() => client.abort(new Error('gone'))),
    })
    await assert.rejects(() => importing, 'gone')
    await eventually(() => standin.interruptions === 1 && standin.sessions.size === 0)
  })
})
