import { test } from '@japa/runner'
import type { ConnectorError } from '#connectors/connector_error'
import type { ImportRequest, RowFilter, TableStream } from '#connectors/contracts'
import { sqlserver } from '#connectors/sqlserver/engine'
import { importInto, requestFor } from '#tests/conformance/import_bench'
import { connectorTo, never, serverWith, using } from '#tests/conformance/workbench'
import { testCertificates } from '#tests/support/certificates'
import { OWNER, PASSWORD } from '#tests/support/standins/sqlserver/accounts'
import type { Rule } from '#tests/support/standins/sqlserver/answers'
import { StandinDatabase } from '#tests/support/standins/sqlserver/database'
import { FACTS, imported as importedByOrder, importFolder } from '#tests/support/import_orders'
import { asked as readFrom } from '#tests/support/parquet'
import { startStandin } from '#tests/support/standins/sqlserver/server'
import type { StandinSession } from '#tests/support/standins/sqlserver/session'
import { runStatement } from '#tests/support/standins/sqlserver/statements'

function databaseWith({ allowsSnapshots = true } = {}) {
  const database = new StandinDatabase({ isSysadmin: false, mayWrite: false, allowsSnapshots })
  const id = { name: 'id', type: 'int' }
  return database
    .add({ name: 'first', columns: [id], rows: [[1]] })
    .add({ name: 'second', columns: [id], rows: [[2]] })
    .add({ name: 'third', columns: [id], rows: [[3]] })
}

function targetAt(port: number, more: Record<string, unknown>) {
  const config = { host: '127.0.0.1', port, database: 'sales', username: OWNER, ...more }
  return serverWith({ config, credentials: { password: PASSWORD }, schema: 'dbo' })
}

/** What came of the tables, and what the server was asked for them. */
async function imported(
  database: StandinDatabase,
  wanted: ImportRequest[],
  { rules = [], onTable = () => {} }: { rules?: Rule[]; onTable?: () => void } = {}
) {
  const certificates = await testCertificates()
  const standin = await startStandin({
    encryption: 'offered',
    certificate: certificates.server,
    admit: () => null,
    rules: () => [...rules, ...database.rules],
  })
  let session: StandinSession | undefined
  const target = targetAt(standin.port, { encrypt: false })
  try {
    const tables = await using(connectorTo(sqlserver, target), (connector) =>
      importInto(connector, wanted, {
        async onTable() {
          ;[session] = standin.sessions
          onTable()
        },
      })
    )
    const requests = session?.asked ?? []
    return { tables, requests, asked: requests.map(({ sql }) => sql) }
  } finally {
    await standin.close()
  }
}

const table = (name: string, more?: Partial<ImportRequest>) => requestFor('dbo', name, more)

test.group('SQL Server: importing', () => {
  test('where the database keeps versions of rows, all tables are read in one transaction', async ({
    assert,
  }) => {
    const { asked } = await imported(databaseWith(), [table('first'), table('second')])
    const begun = asked.filter((sql) => sql.includes('begin transaction'))
    assert.lengthOf(begun, 1)
    assert.match(String(begun[0]), /isolation level snapshot; begin transaction$/)
    assert.notMatch(asked.slice(1).join('\n'), /rollback|commit/)
  })

  test('where it does not, each table is read by itself, and what was committed meanwhile is seen', async ({
    assert,
  }) => {
    const database = databaseWith({ allowsSnapshots: false })
    let isWritten = false
    const { tables, asked } = await imported(database, [table('first'), table('second')], {
      onTable() {
        if (!isWritten) runStatement(database, 'insert into second values (22)')
        isWritten = true
      },
    })
    assert.deepEqual(
      tables.map(({ rows }) => rows),
      [[[1]], [[2], [22]]]
    )
    assert.notInclude(asked.slice(1).join('\n'), 'isolation level')
    assert.lengthOf(
      asked.filter((sql) => /begin transaction; .* rollback transaction$/.test(sql)),
      2
    )
    assert.isUndefined(sqlserver.capabilities.readsSnapshots)
  })

  test('when a failure ended the transaction, no table is passed off as of the same moment', async ({
    assert,
  }) => {
    const failing: Rule = {
      sql: /^select \[id\] from \[dbo\]\.\[second\]/,
      answer: { errors: [{ number: 245 }], undoes: true },
    }
    const { tables } = await imported(
      databaseWith(),
      [table('first'), table('second'), table('third')],
      { rules: [failing] }
    )
    const [first, second, third] = tables
    assert.deepEqual(first?.rows, [[1]])
    assert.match(String(second?.error?.message), /could not compute/)
    assert.match(String(third?.error?.message), /ended the snapshot/)
  })

  test('a value is whole up to 64 MB, and beyond fails its table by the name of the column', async ({
    assert,
  }) => {
    const most = 64 * 1024 * 1024
    const database = databaseWith().add({
      name: 'large',
      columns: [
        { name: 'id', type: 'int' },
        { name: 'body', type: 'varbinary(max)' },
      ],
      rows: [
        [1, Buffer.alloc(most, 7)],
        [2, Buffer.alloc(most + 3, 7)],
      ],
    })
    const only = (value: string) => ({
      filters: [{ column: 'id', operator: 'equals', value } satisfies RowFilter],
    })
    const { tables } = await imported(database, [
      table('large', only('1')),
      table('large', only('2')),
      table('first'),
    ])
    assert.containsSubset(tables[0]?.rows[0]?.[1], { bytes: most })
    assert.containsSubset(tables[1]?.error, { code: 'value_out_of_range', column: 'body' })
    assert.deepEqual(tables[2]?.rows, [[1]])
  })

  test('a zero keeps its sign', async ({ assert }) => {
    const database = databaseWith().add({
      name: 'zeros',
      columns: [
        { name: 'a', type: 'float' },
        { name: 'b', type: 'real' },
      ],
      rows: [[-0, -0]],
    })
    const { tables } = await imported(database, [
      table('zeros'),
      table('zeros', { asText: ['a', 'b'] }),
    ])
    const zero = { $type: 'float', value: '-0' }
    assert.deepEqual(
      tables.map(({ rows }) => rows),
      [[[zero, zero]], [['-0', '-0']]]
    )
  })

  test('who has enough tells the server, on the same encrypted session, and the moment stays', async ({
    assert,
  }) => {
    const many = Array.from({ length: 50_000 }, (_, i) => [i, 'x'.repeat(100)])
    const database = databaseWith().add({
      name: 'many',
      columns: [
        { name: 'id', type: 'int' },
        { name: 'body', type: 'nvarchar(100)' },
      ],
      rows: many,
    })
    const certificates = await testCertificates()
    const standin = await startStandin({
      encryption: 'required',
      certificate: certificates.server,
      admit: () => null,
      rules: () => database.rules,
    })
    const target = targetAt(standin.port, { encrypt: true, trustServerCertificate: true })
    let session: StandinSession | undefined
    const rows = [0, 0]
    const consumer = {
      async take(index: number, { batches }: TableStream) {
        ;[session] = standin.sessions
        for await (const batch of batches) {
          rows[index] = (rows[index] ?? 0) + batch.rows
          if (index === 0) return
        }
      },
      fail: async (_: number, error: ConnectorError) => Promise.reject(error),
    }
    await using(connectorTo(sqlserver, target), (connector) =>
      connector.importTables([table('many'), table('many')], consumer, { signal: never })
    )
    await standin.close()
    assert.equal(session?.attentions, 1)
    assert.isBelow(rows[0] ?? 0, 10_000)
    assert.equal(rows[1], 50_000)
  })

  test('what it reads is in the file to the last digit', async ({ assert, cleanup }) => {
    const certificates = await testCertificates()
    const database = databaseWith().add({
      name: 'exact',
      columns: ['datetime2(7)', 'decimal(38,10)', 'money', 'datetimeoffset(3)', 'tinyint'].map(
        (type) => ({ name: type, type })
      ),
      rows: [
        [
          '2024-02-29 12:34:56.7890123',
          '1234567890123456789012345678.0123456789',
          '-922337203685477.5808',
          '2024-02-29 12:34:56.789 +05:30',
          255,
        ],
      ],
    })
    const standin = await startStandin({
      encryption: 'offered',
      certificate: certificates.server,
      admit: () => null,
      rules: () => database.rules,
    })
    cleanup(() => standin.close())
    const [folder, remove] = importFolder()
    cleanup(remove)
    const { tenantId, config, credentials } = targetAt(standin.port, { encrypt: false })
    const reports = await importedByOrder({
      engine: 'sqlserver',
      target: { tenantId, config, credentials },
      addsTo: [],
      requests: [table('exact')],
      folder,
      limits: { rows: null, bytes: null },
      facts: FACTS,
    })
    assert.containsSubset(reports, [{ kind: 'done', file: { rows: 1 } }])
    const rows = await readFrom(`select COLUMNS(*)::varchar from '${folder}/0.parquet'`)
    assert.deepEqual(rows, [
      [
        '2024-02-29 12:34:56.7890123',
        '1234567890123456789012345678.0123456789',
        '-922337203685477.5808',
        '2024-02-29 07:04:56.789+00',
        '255',
      ],
    ])
  })

  test('half a character is not text', async ({ assert }) => {
    const database = databaseWith().add({
      name: 'torn',
      columns: [{ name: 'body', type: 'nvarchar(20)' }],
      rows: [['\ud83d']],
    })
    const { tables } = await imported(database, [table('torn'), table('first')])
    assert.containsSubset(tables[0]?.error, { code: 'value_out_of_range', column: 'body' })
    assert.deepEqual(tables[1]?.rows, [[1]])
  })

  test('what others encrypted, or made a type of, is kept as bytes', async ({ assert }) => {
    const database = databaseWith().add({
      name: 'odd',
      columns: [
        { name: 'sealed', type: 'varbinary(8000)', isEncrypted: true },
        { name: 'stamp', type: 'timestamp' },
      ],
      rows: [[Buffer.from('01', 'hex'), Buffer.from('00000000000007d1', 'hex')]],
    })
    const { tables } = await imported(database, [
      table('odd'),
      table('odd', { asText: ['sealed', 'stamp'] }),
      table('odd', { filters: [{ column: 'sealed', operator: 'equals', value: '01' }] }),
    ])
    assert.containsSubset(tables[0]?.rows, [[{ base64: 'AQ==' }, { base64: 'AAAAAAAAB9E=' }]])
    assert.match(String(tables[0]?.columns[0]?.note), /encrypted/)
    assert.deepEqual(tables[1]?.rows, [['0x01', '0x00000000000007D1']])
    assert.equal(tables[2]?.error?.code, 'bad_config')
  })
})

test.group('SQL Server: what filters compare with', () => {
  const types = [
    'int',
    'decimal(10,2)',
    'float',
    'bit',
    'date',
    'datetime',
    'datetime2(7)',
    'datetimeoffset(7)',
    'time(7)',
    'uniqueidentifier',
    'varbinary(8)',
  ]
  const database = () =>
    databaseWith().add({
      name: 'typed',
      columns: types.map((type) => ({ name: type, type })),
      rows: [],
    })
  const asking = (column: string, value: string) =>
    table('typed', { columns: ['int'], filters: [{ column, operator: 'equals', value }] })

  test('what is no value of the type is refused before the server is asked', async ({ assert }) => {
    const wrong: [string, string[]][] = [
      ['int', ['', 'one', '1;', '0x10', `1${'0'.repeat(38)}`, '1 or 1=1', '--1']],
      ['decimal(10,2)', ['1,5', 'NaN', '1.']],
      ['float', ['Infinity', '1e', '1e9999']],
      ['bit', ['2', 'yes']],
      ['date', ['2023-02-29', '2024-13-01', '0000-01-01', '2024-1-1', '01.02.2024']],
      ['datetime', ['1752-12-31', '2024-01-01 00:00:00.0001', '2024-01-01 24:00:00']],
      ['datetime2(7)', ['2024-01-01 00:00:00.12345678', '2024-01-01 00:00:00 00']],
      ['datetimeoffset(7)', ['2024-01-01 00:00:00 +15:00', '9999-12-31 23:00:00 -01:00']],
      ['time(7)', ['24:00:00', '12:60:00', '12']],
      ['uniqueidentifier', ['a0eebc99', `a0eebc999c0b4ef8bb6d6bb9bd380a11`]],
      ['varbinary(8)', ['0x0', 'xyz']],
    ]
    const requests = wrong.flatMap(([column, values]) =>
      values.map((value) => asking(column, value))
    )
    const { tables } = await imported(database(), requests)
    tables.forEach(({ error }, i) => {
      const [filter] = requests[i]?.filters ?? []
      const said = error as ConnectorError | null
      assert.equal(said?.code, 'bad_config', JSON.stringify(filter))
      assert.include(String(said?.message), String(filter?.column))
    })
  })

  test('what is one is compared as what the column is', async ({ assert }) => {
    const right: [string, string, string, string?][] = [
      ['int', '-7', '[int] = -7'],
      ['decimal(10,2)', '0.10', '[decimal(10,2)] = 0.10'],
      ['bit', 'true', '[bit] = 1'],
      ['date', '2024-02-29', 'convert(datetime2(7), @p0, 121)', '2024-02-29 00:00:00'],
      [
        'datetime',
        '2024-02-29T12:34:56.997',
        'convert(datetime, @p0, 121)',
        '2024-02-29 12:34:56.997',
      ],
      [
        'datetime2(7)',
        '2024-02-29 12:34:56.7890123',
        'convert(datetime2(7), @p0, 121)',
        '2024-02-29 12:34:56.7890123',
      ],
      [
        'datetimeoffset(7)',
        '2024-02-29T12:34:56Z',
        'convert(datetimeoffset(7), @p0)',
        '2024-02-29 12:34:56 +00:00',
      ],
      [
        'datetimeoffset(7)',
        '2024-02-29 12:34:56 +05:30',
        'convert(datetimeoffset(7), @p0)',
        '2024-02-29 12:34:56 +05:30',
      ],
      // As a dataset spells its highest value.
      [
        'datetimeoffset(7)',
        '2024-02-29 12:34:56.5+00',
        'convert(datetimeoffset(7), @p0)',
        '2024-02-29 12:34:56.5 +00:00',
      ],
      ['time(7)', '12:34:56.7890123', 'convert(time(7), @p0)', '12:34:56.7890123'],
      [
        'uniqueidentifier',
        'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
        'convert(uniqueidentifier, @p0)',
        'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
      ],
      ['varbinary(8)', '0x00FF', '[varbinary(8)] = 0x00FF'],
    ]
    for (const [column, value, sql, parameter] of right) {
      const { tables, requests } = await imported(database(), [asking(column, value)])
      assert.isNull(tables[0]?.error, column)
      const asked = requests.find((one) => one.sql.includes('[typed] where '))
      assert.include(asked?.sql ?? '', sql)
      assert.equal(asked?.parameters.p0, parameter)
    }
  })

  test('of what has no order of its own, the text is compared', async ({ assert }) => {
    const notes = databaseWith().add({
      name: 'notes',
      columns: [
        { name: 'id', type: 'int' },
        { name: 'body', type: 'xml' },
        { name: 'path', type: 'hierarchyid' },
      ],
      rows: [
        [1, '<a/>', '/1/'],
        [2, '<b/>', '/2/'],
      ],
    })
    const { tables } = await imported(notes, [
      table('notes', { filters: [{ column: 'body', operator: 'equals', value: '<b/>' }] }),
      table('notes', { filters: [{ column: 'path', operator: 'less', value: '/2/' }] }),
    ])
    assert.deepEqual(
      tables.map(({ rows }) => rows.map(([id]) => id)),
      [[2], [1]]
    )
  })
})
