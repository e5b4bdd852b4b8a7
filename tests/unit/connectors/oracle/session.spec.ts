import { test } from '@japa/runner'
import { eventually } from '#tests/conformance/workbench'
import { serverError } from '#tests/support/standins/oracle/answers'
import * as messages from '#tests/support/standins/oracle/messages'
import {
  connectorToPort,
  previewAt,
  startStandin,
  testAt,
} from '#tests/unit/connectors/oracle/bench'

test.group('Oracle: sessions', () => {
  test('nothing of this machine is told to the server', async ({ assert, cleanup }) => {
    const told = new Map<string, string>()
    const { standin } = await startStandin({
      deviate(answer) {
        for (const session of standin.sessions) for (const [k, v] of session.told) told.set(k, v)
        return answer
      },
    })
    cleanup(() => standin.close())
    process.env.ORA_SDTZ = 'Asia/Tokyo'
    process.env.ORA_EDITION = 'mine'
    cleanup(() => {
      delete process.env.ORA_SDTZ
      delete process.env.ORA_EDITION
    })
    const result = await testAt(standin.port)
    assert.isTrue(result.success, result.message)
    for (const key of ['AUTH_TERMINAL', 'AUTH_PROGRAM_NM', 'AUTH_MACHINE', 'AUTH_SID']) {
      assert.equal(told.get(key), 'varlor', key)
    }
    assert.equal(told.get('AUTH_PID'), '1')
    assert.isFalse(told.has('AUTH_ORA_EDITION'))
    assert.include(told.get('AUTH_ALTER_SESSION'), `TIME_ZONE='+00:00'`)
    assert.include(told.get('AUTH_ALTER_SESSION'), `NLS_NUMERIC_CHARACTERS='.,'`)
  })

  test('rows are read in a transaction that cannot write', async ({ assert, cleanup }) => {
    const { standin, database } = await startStandin()
    cleanup(() => standin.close())
    await previewAt(standin.port)
    const [, begin, rows] = database.statements
    assert.equal(begin, 'set transaction read only')
    assert.equal(
      rows,
      'select "ID" from (select * from "SCOTT"."EMP" order by "ID") where rownum <= 10'
    )
    assert.lengthOf(database.statements, 3)
  })

  test('who goes away interrupts the query on the server', async ({ assert, cleanup }) => {
    const { standin, database } = await startStandin()
    cleanup(() => standin.close())
    const connector = await connectorToPort(standin.port)
    const client = new AbortController()
    const options = { limit: 10, exactCount: true, signal: client.signal }
    const reading = connector.preview({ schema: 'SCOTT', name: 'SLOW' }, options)
    reading.catch(() => {})
    await eventually(() => database.statements.some((sql) => sql.includes('"SLOW"')))
    client.abort(new Error('gone'))
    await assert.rejects(() => reading, 'gone')
    await eventually(() => standin.sessions.size === 0)
    assert.equal(standin.interruptions, 1)
    assert.isFalse(database.statements.some((sql) => sql.includes('count(*) from "SCOTT"')))
    await connector.dispose()
  })

  test('a session is used again once its server said no', async ({ assert, cleanup }) => {
    const { standin, database } = await startStandin()
    cleanup(() => standin.close())
    const connector = await connectorToPort(standin.port, { pool: { max: 1, idleTimeout: 60_000 } })
    const read = () =>
      connector.preview(
        { schema: 'SCOTT', name: 'EMP' },
        { limit: 1, exactCount: false, signal: new AbortController().signal }
      )
    database.forbidden.add('EMP')
    const refused = await read().catch((error: { code: string }) => error)
    assert.equal((refused as { code: string }).code, 'schema_denied')
    database.forbidden.clear()
    assert.deepEqual((await read()).rows, [[1]])
    assert.equal(standin.sessions.size, 1)
    await connector.dispose()
  })

  test('what the user may do is told', async ({ assert, cleanup }) => {
    const { standin, database } = await startStandin()
    cleanup(() => standin.close())
    for (const [power, readOnly, superuser] of [
      ['reading', true, false],
      ['writing', false, false],
      ['everything', false, true],
    ] as const) {
      database.powers.set('scott', power)
      const result = await testAt(standin.port)
      assert.equal(result.readOnly, readOnly, power)
      assert.equal(result.superuser, superuser, power)
    }
  })

  test('a session that the server has ended is replaced by another', async ({
    assert,
    cleanup,
  }) => {
    let queries = 0
    const { standin } = await startStandin({
      deviate(answer, request) {
        queries += request.includes('c.data_default') ? 1 : 0
        const isKilled = queries === 2 && request.includes('c.data_default')
        return isKilled ? messages.callEnd(serverError(28, 'killed'), standin.release) : answer
      },
    })
    cleanup(() => standin.close())
    const connector = await connectorToPort(standin.port, { pool: { max: 1, idleTimeout: 60_000 } })
    for (let i = 0; i < 2; i++) {
      const options = { limit: 1, exactCount: false, signal: new AbortController().signal }
      const { rows } = await connector.preview({ schema: 'SCOTT', name: 'EMP' }, options)
      assert.deepEqual(rows, [[1]])
    }
    assert.equal(queries, 3)
    await connector.dispose()
  })

  test('a password that expires soon is remarked upon', async ({ assert, cleanup }) => {
    const { standin } = await startStandin({
      deviate(answer, request) {
        if (!request.includes('AUTH_SESSKEY') || !answer) return answer
        const end = messages.status()
        const warning = messages.warning(serverError(28_002, 'the password will expire'))
        return Buffer.concat([answer.subarray(0, answer.length - end.length), warning, end])
      },
    })
    cleanup(() => standin.close())
    const result = await testAt(standin.port)
    assert.isTrue(result.success, result.message)
    assert.include(result.message, 'The password expires soon.')
  })
})
