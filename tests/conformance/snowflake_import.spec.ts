import { test } from '@japa/runner'
import type { ImportRequest, RowFilter } from '#connectors/contracts'
import { snowflake } from '#connectors/snowflake/engine'
import { importInto, requestFor } from '#tests/conformance/import_bench'
import { connectorTo, type Overrides, using } from '#tests/conformance/workbench'
import { send } from '#tests/support/standins/snowflake/protocol'
import { column } from '#tests/support/standins/snowflake/database'
import {
  connectionTo,
  type StandIn,
  startStandIn,
} from '#tests/support/standins/snowflake/stand_in'

/** A type, a value of it, how a filter may spell it, and what it may not compare with. */
const FILTERED = [
  { type: 'NUMBER(38,0)', literal: "'99999999999999999999'", value: '99999999999999999999' },
  { type: 'NUMBER(10,2)', literal: '0.10', value: '0.1', wrong: '1e2' },
  { type: 'FLOAT', literal: '0.5', value: '5e-1', wrong: 'half' },
  { type: 'FLOAT', literal: "'inf'", value: 'inf', wrong: '' },
  { type: 'BOOLEAN', literal: 'true', value: 'TRUE', wrong: 'perhaps' },
  { type: 'VARCHAR(20)', literal: "'it''s'", value: `it's` },
  { type: 'BINARY(10)', literal: "TO_BINARY('00ff', 'HEX')", value: '00FF', wrong: '0' },
  { type: 'DATE', literal: "'2024-02-29'", value: '2024-02-29', wrong: 'today' },
  { type: 'TIME(9)', literal: "'12:34:56.5'", value: '12:34:56.500', wrong: '12' },
  {
    type: 'TIMESTAMP_NTZ(9)',
    literal: "'2024-02-29 12:34:56.5'",
    value: '2024-02-29 12:34:56.5',
    wrong: '2024-02-29 12:34:56+02',
  },
  {
    type: 'TIMESTAMP_LTZ(9)',
    literal: "'2024-02-29 12:34:56.000 +02:00'",
    value: '2024-02-29 10:34:56+00',
    wrong: 'now',
  },
  {
    type: 'TIMESTAMP_TZ(9)',
    literal: "'2024-02-29 12:34:56.000 -05:30'",
    value: '2024-02-29T18:04:56Z',
    wrong: '2024-02-29T18',
  },
  { type: 'VARIANT', literal: `PARSE_JSON('{"a":1}')`, value: '{"a":1}' },
  { type: 'GEOGRAPHY', literal: "TO_GEOGRAPHY('POINT(1 2)')", value: 'POINT(1 2)' },
]

test.group('Snowflake: what an import asks', (group) => {
  let server: StandIn
  group.each.setup(async () => {
    server = await startStandIn()
    return () => server.protocol.close()
  })

  const importedOne = async (
    name: string,
    more?: Partial<ImportRequest>,
    overrides?: Overrides
  ) => {
    const connecting = connectorTo(snowflake, connectionTo(server), overrides)
    const [table] = await using(connecting, (connector) =>
      importInto(connector, [requestFor('PUBLIC', name, more)])
    )
    return table
  }
  const selects = () =>
    server.protocol.queries.texts.filter((sql) => sql.startsWith('SELECT "') || / AT \(/.test(sql))

  test('values of every type are told apart, and are never part of the statement')
    .with(FILTERED)
    .run(async ({ assert }, { type, literal, value, wrong }) => {
      const { database } = server.account
      database.add('t', { columns: [column('c', type)], literals: [[literal], ['NULL']] })
      const filtered = (operator: 'equals' | 'not_equals', text: string) => {
        const filters: RowFilter[] = [{ column: 'c', operator, value: text }]
        return importedOne('t', { filters, asText: ['c'] })
      }
      assert.lengthOf((await filtered('equals', value))?.rows ?? [], 1)
      assert.lengthOf((await filtered('not_equals', value))?.rows ?? [], 0)
      const asked = selects()
      assert.lengthOf(asked, 2)
      for (const sql of asked) assert.notInclude(sql, value)
      if (wrong === undefined) return
      assert.equal((await filtered('equals', wrong))?.error?.code, 'bad_config')
      assert.lengthOf(selects(), 2)
    })

  test('a table without a history is read as it is', async ({ assert }) => {
    const table = server.account.database.add('volatile', {
      columns: [column('id', 'NUMBER(38,0)')],
      literals: [['1']],
    })
    table.hasHistory = false
    const imported = await importedOne('volatile')
    assert.deepEqual(imported?.rows, [['1']])
    const [first = '', second = ''] = selects()
    assert.match(first, / AT \(TIMESTAMP => TO_TIMESTAMP_LTZ\(\d+, 3\)\)$/)
    assert.notInclude(second, ' AT ')
  })

  test('a statement that was stopped at the account is not sent again', async ({ assert }) => {
    server.account.database.add('people', {
      columns: [column('id', 'NUMBER(38,0)')],
      literals: [['1']],
    })
    server.protocol.intercept = ({ body }, response) => {
      if (!/ AT \(/.test(String(body.sqlText))) return false
      const refusal = {
        success: false,
        code: '000604',
        message: 'SQL execution canceled',
        data: {},
      }
      response.writeHead(200).end(JSON.stringify(refusal))
      return true
    }
    const imported = await importedOne('people')
    assert.isNotNull(imported?.error)
    assert.lengthOf(selects(), 0)
  })

  test('an account that says it is still at work is not silent', async ({ assert }) => {
    server.account.database.add('people', {
      columns: [column('id', 'NUMBER(38,0)')],
      literals: [['1']],
    })
    const running = { queryId: 'abc', getResultUrl: '/queries/abc/result' }
    const finished = { queryId: 'abc', rowtype: [{ name: 'id' }], rowset: [['7']] }
    let asked = 0
    server.protocol.intercept = ({ url, body }, response) => {
      const isOurs = url.pathname.endsWith('/result') || / AT \(/.test(String(body.sqlText))
      if (!isOurs) return false
      asked += 1
      const isDone = asked > 8
      const code = isDone ? null : '333333'
      send(response, { success: true, code, data: isDone ? finished : running })
      return true
    }
    // Between two questions a tenth of a second passes.
    const imported = await importedOne('people', {}, { importSilence: 500 })
    assert.deepEqual(imported?.rows, [['7']])
    assert.equal(imported?.batches, 1)
  })

  test('what a column becomes is said where it is not the same', async ({ assert }) => {
    const types = [
      'NUMBER(18,0)',
      'NUMBER(38,0)',
      'TIMESTAMP_TZ(9)',
      'VARIANT',
      'GEOGRAPHY',
      'DECFLOAT',
    ]
    server.account.database.add('noted', {
      columns: types.map((type, i) => column(`c${i}`, type)),
    })
    const imported = await importedOne('noted')
    assert.deepEqual(
      imported?.columns.map(({ type, note }) => [type.name, note !== null]),
      [
        ['int64', false],
        ['decimal', false],
        ['timestamptz', true],
        ['json', true],
        ['varchar', true],
        ['varchar', true],
      ]
    )
  })

  test('only who is gone puts an end to a statement at the account', async ({ assert }) => {
    server.account.database.add('people', {
      columns: [column('id', 'NUMBER(38,0)')],
      literals: [['1']],
    })
    const timeouts: unknown[] = []
    server.protocol.intercept = ({ body }) => {
      const parameters = body.parameters as Record<string, unknown> | undefined
      if (parameters) {
        timeouts.push(parameters.STATEMENT_TIMEOUT_IN_SECONDS, parameters.ABORT_DETACHED_QUERY)
      }
      return false
    }
    await importedOne('people')
    assert.deepEqual([...new Set(timeouts)], [0, true])
  })
})
