import type { ServerResponse } from 'node:http'
import { createGzip, gzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import type { ConnectorError } from '#connectors/connector_error'
import type { ImportRequest, TableStream } from '#connectors/contracts'
import { SessionBudget } from '#connectors/session_budget'
import { snowflake } from '#connectors/snowflake/engine'
import { importInto, requestFor } from '#tests/conformance/import_bench'
import { pouring } from '#tests/conformance/pouring'
import { rogueServer, silent } from '#tests/conformance/rogue_server'
import {
  connectorTo,
  eventually,
  never,
  openSockets,
  type Overrides,
  using,
} from '#tests/conformance/workbench'
import { column } from '#tests/support/standins/snowflake/database'
import { STORE } from '#tests/support/standins/snowflake/protocol'
import {
  connectionTo,
  type StandIn,
  startStandIn,
} from '#tests/support/standins/snowflake/stand_in'

const MEGABYTE = 1024 * 1024
/** Ten with the answer, and two chunks. */
const ROWS = 50

test.group('Snowflake: stores of results that mean no good', (group) => {
  let server: StandIn
  group.each.setup(async () => {
    server = await startStandIn()
    const columns = [column('id', 'NUMBER(38,0)'), column('name', 'VARCHAR(100)')]
    const literals = Array.from({ length: ROWS }, (_, i) => [`${i}`, `'person ${i}'`])
    server.account.database.add('people', { columns, literals })
    server.account.database.add('few', { columns, literals: literals.slice(0, 3) })
    server.protocol.queries.inlineRows = 10
    server.protocol.queries.chunkRows = 20
    return () => server.protocol.close()
  })

  const connect = (overrides: Overrides = {}) =>
    connectorTo(snowflake, connectionTo(server), overrides)
  const request = (name: string, more?: Partial<ImportRequest>) => requestFor('PUBLIC', name, more)
  /** What comes of the table, and of the one after it. */
  const imported = async () => {
    const [people, few] = await using(connect(), (connector) =>
      importInto(connector, [request('people'), request('few')])
    )
    return { people, few }
  }
  /** The store answers so. */
  const storing = (answer: (response: ServerResponse) => void) => {
    server.protocol.intercept = ({ host }, response) => {
      if (host === STORE) answer(response)
      return host === STORE
    }
  }
  const chunksAsked = () =>
    server.protocol.asked.filter((line) => line.startsWith(`GET ${STORE}`)).length

  test('chunks come one after another, without our token', async ({ assert }) => {
    const shown: string[] = []
    server.protocol.intercept = ({ host, token }) => {
      if (host === STORE) shown.push(token)
      return false
    }
    const { people } = await imported()
    assert.isNull(people?.error)
    assert.deepEqual(
      people?.rows.map(([id]) => id),
      Array.from({ length: ROWS }, (_, i) => String(i))
    )
    assert.deepEqual(shown, ['', ''])
  })

  test('a chunk that nobody wants is not asked for', async ({ assert }) => {
    server.account.database.add('crowd', {
      columns: [column('id', 'NUMBER(38,0)')],
      literals: Array.from({ length: 9_000 }, (_, i) => [`${i}`]),
    })
    server.protocol.queries.chunkRows = 3_000
    const consumer = {
      async take(index: number, { batches }: TableStream) {
        for await (const { rows } of batches) if (index === 0 && rows > 0) return
      },
      fail: async (_index: number, error: ConnectorError) => Promise.reject(error),
    }
    await using(connect(), (connector) =>
      connector.importTables([request('crowd'), request('few')], consumer, { signal: never })
    )
    assert.equal(chunksAsked(), 1)
  })

  const packed = (text: string) => gzipSync(text)
  const row = '["1","a"]'
  const twenty = Array<string>(20).fill(row).join(',')

  test('what is no chunk fails its table alone')
    .with(
      [
        '',
        'null',
        '<html>',
        '{}',
        `${twenty},`,
        `,${twenty}`,
        twenty.slice(0, -1),
        twenty.replace('],[', ']['),
        twenty.replace('"a"', '"a","b"'),
        twenty.replace(',"a"', ''),
        twenty.replace('"1"', '1'),
        twenty.replace('"1"', '{"1":1}'),
        twenty.replace('"1"', '["1"]'),
        twenty.replace('"1"', 'nul'),
        twenty.replace('"1"', '"one"'),
        twenty.replace('"1"', '""'),
        twenty.replace('"a"', '"\\x"'),
        twenty.replace('"a"', '"\\u12"'),
        `${twenty},${row}`,
        twenty.slice(row.length + 1),
      ].map((text) => ({ text }))
    )
    .run(async ({ assert }, { text }) => {
      storing((response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed(text))
      })
      const { people, few } = await imported()
      assert.equal(people?.error?.code, 'wrong_protocol')
      assert.lengthOf(few?.rows ?? [], 3)
    })

  test('wrong packing fails its table alone')
    .with([
      { encoding: 'gzip', body: Buffer.from(twenty), code: 'wrong_protocol' },
      { encoding: 'br', body: Buffer.from(twenty), code: 'wrong_protocol' },
      { encoding: 'gzip', body: packed(twenty).subarray(0, 30), code: 'starting' },
    ])
    .run(async ({ assert }, { encoding, body, code }) => {
      storing((response) => {
        response.writeHead(200, { 'content-encoding': encoding }).end(body)
      })
      const { people, few } = await imported()
      assert.equal(people?.error?.code, code)
      assert.lengthOf(few?.rows ?? [], 3)
    })

  test('a value that is no text is told of its column', async ({ assert }) => {
    storing((response) => {
      const text = twenty.replace('"a"', '"\\ud83d"')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed(text))
    })
    const { people, few } = await imported()
    assert.equal(people?.error?.code, 'value_out_of_range')
    assert.equal(people?.error?.column, 'name')
    assert.lengthOf(few?.rows ?? [], 3)
  })

  test('a store that leads elsewhere is not followed', async ({ assert, cleanup }) => {
    const rogue = await rogueServer(silent)
    cleanup(() => rogue.close())
    for (const status of [301, 302, 307, 308]) {
      storing((response) => {
        response.writeHead(status, { location: `https://127.0.0.1:${rogue.port}/` }).end()
      })
      const { people, few } = await imported()
      assert.equal(people?.error?.code, 'unknown')
      assert.lengthOf(few?.rows ?? [], 3)
    }
    assert.lengthOf(rogue.connections, 0)
  })

  test('a store at an address that is not allowed is never dialled')
    .with([
      { url: 'https://169.254.169.254/latest/meta-data', code: 'egress_blocked' },
      { url: 'https://10.0.0.1/x', code: 'egress_blocked' },
      { url: 'https://[fd00::1]/x', code: 'egress_blocked' },
      { url: 'https://127.0.0.1:8443/x', code: 'wrong_protocol' },
      { url: `http://${STORE}/x`, code: 'wrong_protocol' },
      { url: `https://user:secret@${STORE}/x`, code: 'wrong_protocol' },
      { url: 'file:///etc/passwd', code: 'wrong_protocol' },
    ])
    .run(async ({ assert }, { url, code }) => {
      server.protocol.queries.store = () => url
      const { people, few } = await imported()
      assert.equal(people?.error?.code, code)
      assert.equal(chunksAsked(), 0)
      assert.lengthOf(few?.rows ?? [], 3)
    })

  test('a chunk of more rows than were announced ends there', async ({ assert }) => {
    const poured = pouring(Buffer.from(`${row},`.repeat(10_000)))
    storing((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      poured.into(createGzip(), response)
    })
    const { people, few } = await imported()
    assert.equal(people?.error?.code, 'wrong_protocol')
    assert.isBelow(poured.bytes, 64 * MEGABYTE)
    assert.lengthOf(few?.rows ?? [], 3)
  })

  test('a row without an end is cut off, however small it was packed', async ({ assert }) => {
    const poured = pouring(Buffer.alloc(MEGABYTE, 'x'), '["1","')
    storing((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      poured.into(createGzip(), response)
    })
    const before = process.memoryUsage().rss
    const { people, few } = await imported()
    assert.equal(people?.error?.code, 'value_out_of_range')
    assert.include(people?.error?.message ?? '', '64 MB')
    assert.isBelow(poured.bytes, 256 * MEGABYTE)
    assert.isBelow(process.memoryUsage().rss - before, 400 * MEGABYTE)
    assert.lengthOf(few?.rows ?? [], 3)
  })

  test('a store that falls silent ends the import', async ({ assert }) => {
    storing((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).flushHeaders()
    })
    const budget = new SessionBudget({ total: 5, perTenant: 5 })
    await using(connect({ budget, importSilence: 300 }), async (connector) => {
      const importing = importInto(connector, [request('people'), request('few')])
      const error = await importing.then(
        () => null,
        (thrown: ConnectorError) => thrown
      )
      assert.equal(error?.code, 'timeout')
      await eventually(() => server.account.sessions.size === 0 && budget.held === 0)
    })
  })

  test('who goes away while a chunk is on its way leaves nothing open', async ({ assert }) => {
    const before = openSockets()
    const client = new AbortController()
    storing((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).flushHeaders()
      client.abort(new Error('gone'))
    })
    await using(connect(), async (connector) => {
      const importing = importInto(connector, [request('people')], { signal: client.signal })
      await assert.rejects(() => importing, 'gone')
    })
    await eventually(() => server.account.sessions.size === 0)
    server.protocol.dropIdle()
    await eventually(() => openSockets() <= before)
  })

  test('an account that closed its connection meanwhile is asked for the next table', async ({
    assert,
  }) => {
    storing((response) => {
      server.protocol.dropIdle()
      setImmediate(() => response.writeHead(403).end())
    })
    const { people, few } = await imported()
    assert.equal(people?.error?.code, 'unknown')
    assert.lengthOf(few?.rows ?? [], 3)
    await eventually(() => server.account.sessions.size === 0)
  })

  test('more rows or columns than were asked for are no answer', async ({ assert }) => {
    for (const data of [
      { rowtype: [{ name: 'id' }], rowset: [['1']] },
      { rowtype: [{ name: 'id' }, { name: 'name' }, { name: 'more' }], rowset: [] },
    ]) {
      server.protocol.intercept = ({ body }, response) => {
        if (!String(body.sqlText).includes('"people"')) return false
        if (!String(body.sqlText).startsWith('SELECT')) return false
        response.writeHead(200).end(JSON.stringify({ success: true, data }))
        return true
      }
      const { people, few } = await imported()
      assert.equal(people?.error?.code, 'wrong_protocol')
      assert.lengthOf(few?.rows ?? [], 3)
    }
  })
})
