import { execFile } from 'node:child_process'
import type { ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createGzip } from 'node:zlib'
import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import { snowflake } from '#connectors/snowflake/engine'
import { pouring } from '#tests/conformance/pouring'
import { rogueServer, silent } from '#tests/conformance/rogue_server'
import {
  connectorTo,
  eventually,
  LOOPBACK,
  never,
  openSockets,
  type Overrides,
  tested,
} from '#tests/conformance/workbench'
import { column } from '#tests/support/standins/snowflake/database'
import { type Interception, listen, send, STORE } from '#tests/support/standins/snowflake/protocol'
import { separateAuthority } from '#tests/support/certificates'
import {
  connectionTo,
  HOST,
  RedirectedEgress,
  type StandIn,
  startStandIn,
} from '#tests/support/standins/snowflake/stand_in'

const QUERY = '/queries/v1/query-request'
const LOGIN = '/session/v1/login-request'
const MEGABYTE = 1024 * 1024

test.group('Snowflake: servers that mean no good', (group) => {
  let server: StandIn
  group.each.setup(async () => {
    server = await startStandIn()
    server.account.database.add('people', {
      columns: [column('id', 'NUMBER(38,0)'), column('name', 'VARCHAR(100)')],
      literals: Array.from({ length: 60 }, (_, i) => [`${i}`, `'person ${i}'`]),
    })
    return () => server.protocol.close()
  })

  const tryWith = (overrides: Overrides = {}) =>
    tested(connectorTo(snowflake, connectionTo(server), overrides))
  const preview = async (name: string, overrides: Overrides = {}) => {
    const connector = await connectorTo(snowflake, connectionTo(server), overrides)
    const options = { limit: 100, exactCount: false, signal: never }
    try {
      return await connector.preview({ schema: 'PUBLIC', name }, options)
    } finally {
      await connector.dispose()
    }
  }
  const failure = (work: Promise<unknown>): Promise<ConnectorError> =>
    work.then(
      () => new ConnectorError('unknown', 'It succeeded'),
      (error: ConnectorError) => error
    )
  /** Answers what is asked at this path with this. */
  const answering = (path: string, answer: (response: ServerResponse) => void): Interception => {
    return ({ url }, response) => {
      if (url.pathname !== path) return false
      answer(response)
      return true
    }
  }

  test('what swells while it is unpacked is cut off', async ({ assert }) => {
    const poured = pouring(Buffer.alloc(MEGABYTE))
    server.protocol.intercept = answering(QUERY, (response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      })
      poured.into(createGzip(), response)
    })
    const before = process.memoryUsage().rss
    const result = await tryWith({ limits: { wireBytes: 8 * MEGABYTE } })
    assert.equal(result.code, 'unknown')
    assert.include(result.message, 'more data than is allowed')
    assert.isBelow(poured.bytes, 256 * MEGABYTE)
    assert.isBelow(process.memoryUsage().rss - before, 128 * MEGABYTE)
  })

  test('an answer of millions of tiny values is not taken apart', async ({ assert }) => {
    server.protocol.intercept = answering(QUERY, (response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(`[${'[],'.repeat(4_500_000)}[]]`)
    })
    const result = await tryWith()
    assert.equal(result.code, 'wrong_protocol', result.message)
  })

  test('a query that is always still running ends with the deadline', async ({ assert }) => {
    server.protocol.intercept = ({ url }, response) => {
      if (!/query-request$|\/result$/.test(url.pathname)) return false
      const data = { queryId: 'abc', getResultUrl: '/queries/abc/result' }
      send(response, { success: true, code: '333333', data })
      return true
    }
    const result = await tryWith({ connectTimeout: 2_000 })
    assert.equal(result.code, 'timeout')
    const polls = () => server.protocol.asked.filter((asked) => asked.endsWith('/result')).length
    assert.isAtLeast(polls(), 2)
    assert.isAtMost(polls(), 20)
    await eventually(() => server.account.sessions.size === 0)
  })

  test('no answer leads the session to another address', async ({ assert, cleanup }) => {
    const rogue = await rogueServer(silent)
    cleanup(() => rogue.close())
    for (const getResultUrl of [
      `@127.0.0.1:${rogue.port}/queries/abc/result`,
      `https://127.0.0.1:${rogue.port}/queries/abc/result`,
      `:${rogue.port}/queries/abc/result`,
      '.evil.test/queries/abc/result',
      '/session/authenticator-request',
      '/queries/../session/result',
    ]) {
      server.protocol.intercept = answering(QUERY, (response) => {
        send(response, { success: true, code: '333334', data: { queryId: 'abc', getResultUrl } })
      })
      const result = await tryWith()
      assert.equal(result.code, 'wrong_protocol', getResultUrl)
    }
    assert.lengthOf(rogue.connections, 0)
  })

  test('redirects are not followed', async ({ assert, cleanup }) => {
    const rogue = await rogueServer(silent)
    cleanup(() => rogue.close())
    for (const path of [LOGIN, QUERY]) {
      for (const status of [301, 302, 307, 308]) {
        server.protocol.intercept = answering(path, (response) => {
          response.writeHead(status, { location: `https://127.0.0.1:${rogue.port}/` }).end()
        })
        const result = await tryWith()
        assert.equal(result.code, 'wrong_protocol', `${path} ${status}`)
      }
    }
    assert.lengthOf(rogue.connections, 0)
  })

  test('the rest of a large result is fetched from its store, without our token', async ({
    assert,
  }) => {
    server.protocol.queries.inlineRows = 10
    const shown: (string | undefined)[] = []
    server.protocol.intercept = ({ host, token }) => {
      if (host === STORE) shown.push(token)
      return false
    }
    const { rows } = await preview('people')
    assert.lengthOf(rows, 60)
    assert.deepEqual(rows[59], [59, 'person 59'])
    assert.deepEqual(shown, [''])
  })

  test('a store at an address that is not allowed is never dialled', async ({
    assert,
    cleanup,
  }) => {
    const rogue = await rogueServer(silent)
    cleanup(() => rogue.close())
    server.protocol.queries.inlineRows = 10
    for (const [url, code] of [
      ['https://169.254.169.254/latest/meta-data', 'egress_blocked'],
      ['https://metadata.google.internal/x', 'egress_blocked'],
      ['https://10.0.0.1/x', 'egress_blocked'],
      [`http://127.0.0.1:${rogue.port}/x`, 'wrong_protocol'],
      [`https://127.0.0.1:${rogue.port}/x`, 'wrong_protocol'],
      ['https://user:secret@results.store.test/x', 'wrong_protocol'],
      ['file:///etc/passwd', 'wrong_protocol'],
      ['', 'wrong_protocol'],
    ]) {
      server.protocol.queries.store = () => url ?? ''
      const error = await failure(preview('people'))
      assert.equal(error.code, code, url)
      assert.notInclude(JSON.stringify(error), '169.254')
    }
    assert.lengthOf(rogue.connections, 0)
  })

  test('whatever is no answer of Snowflake is told as such, and ends nothing else', async ({
    assert,
  }) => {
    const nonsense = [
      '',
      'null',
      '[]',
      '{}',
      '{"success":1}',
      '{"success":true}',
      '{"success":true,"data":null}',
      '{"success":true,"data":[]}',
      '{"success":true,"data":{"rowtype":7,"rowset":[]}}',
      '{"success":true,"data":{"rowtype":[{"name":"a"}],"rowset":[["a","b"]]}}',
      '{"success":true,"data":{"rowtype":[{"name":"a"}],"rowset":[[{"a":1}]]}}',
      '{"success":true,"data":{"rowtype":[null],"rowset":[[null]]}}',
      '{"success":true,"data":{"rowtype":[],"rowset":[]}}',
      '{"success":true,"data":{"resultIds":"1,2","rowtype":[],"rowset":[]}}',
      '{"success":true,"code":"333333","data":{}}',
      '{"success":true,"data":{"token":1,"masterToken":{}}}',
      '<html>',
      '{"success":true,"data":',
    ]
    for (const path of [LOGIN, QUERY]) {
      for (const body of nonsense) {
        server.protocol.intercept = answering(path, (response) => {
          response.writeHead(200, { 'content-type': 'application/json' }).end(body)
        })
        const result = await tryWith({ connectTimeout: 2_000 })
        assert.equal(result.code, 'wrong_protocol', `${path}: ${body}`)
      }
    }
  })

  test('a refusal in whatever words says nothing of them', async ({ assert }) => {
    for (const code of ['999999', '__proto__', 'constructor', 7, null, {}]) {
      server.protocol.intercept = answering(LOGIN, (response) => {
        send(response, { success: false, code, message: '<b>Call 555-0199</b>', data: null })
      })
      const result = await tryWith()
      assert.equal(result.code, 'unknown')
      assert.notInclude(JSON.stringify(result), '555')
    }
  })

  test('who stalls at any stage is left behind at the deadline', async ({ assert }) => {
    const before = openSockets()
    for (const stalled of [/login-request$/, /query-request$/, /\/session$/]) {
      server.protocol.intercept = ({ url }) => stalled.test(url.pathname)
      const started = performance.now()
      const result = await tryWith({ connectTimeout: 300, testDeadline: 600 })
      assert.equal(result.success, stalled.source.includes('session'), stalled.source)
      assert.isBelow(performance.now() - started, 2_500, stalled.source)
    }
    await eventually(() => openSockets() <= before)
  })

  test('a server that trickles is left behind at the deadline', async ({ assert }) => {
    const timers: NodeJS.Timeout[] = []
    server.protocol.intercept = answering(QUERY, (response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      timers.push(setInterval(() => response.write(' '), 20))
    })
    const result = await tryWith({ connectTimeout: 400 })
    for (const timer of timers) clearInterval(timer)
    assert.equal(result.code, 'timeout')
  })

  test('ten thousand columns are cut to the limit', async ({ assert }) => {
    server.account.database.add('widest', {
      columns: Array.from({ length: 10_000 }, (_, i) => column(`column_${i}`, 'VARCHAR(16777216)')),
      literals: [Array.from({ length: 10_000 }, () => "'x'")],
    })
    const shown = await preview('widest')
    assert.lengthOf(shown.columns, 1_600)
    assert.lengthOf(shown.rows[0] ?? [], 1_600)
    assert.isTrue(shown.truncated)
  })

  test('nothing a server sets outlives its session, and nothing but the work is asked', async ({
    assert,
  }) => {
    await tryWith()
    await preview('people')
    const asked = new Set(server.protocol.asked.map((line) => line.split('.com')[1]))
    assert.sameMembers([...asked], [LOGIN, QUERY, '/session'])
    const [login] = server.protocol.logins
    const { CLIENT_ENVIRONMENT } = login?.data as Record<string, unknown>
    assert.deepEqual(CLIENT_ENVIRONMENT, { APPLICATION: 'Varlor' })
    assert.notInclude(JSON.stringify(login), process.cwd())
  })

  test('nothing goes out but the connection that was dialled', async ({ assert }) => {
    const script = fileURLToPath(
      new URL('../support/standins/snowflake/watched_run.ts', import.meta.url)
    )
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import=@poppinss/ts-exec', script],
      {
        env: {
          ...process.env,
          HTTPS_PROXY: 'http://127.0.0.1:1',
          HTTP_PROXY: 'http://127.0.0.1:1',
        },
      }
    )
    const { success, port, seen } = JSON.parse(stdout) as Record<string, unknown>
    assert.isTrue(success)
    assert.deepEqual(new Set(seen as string[]), new Set([`connect 127.0.0.1:${port}`]))
  })

  test('a query whose answer is lost is not sent again', async ({ assert }) => {
    let asked = 0
    server.protocol.intercept = answering(QUERY, (response) => {
      asked += 1
      response.destroy()
    })
    const result = await tryWith()
    assert.isFalse(result.success)
    assert.equal(asked, 1)
  })

  test('a certificate for another host is refused, and shown', async ({ assert }) => {
    const other = await startStandIn()
    const result = await tryWith({
      config: { account: 'somebody-else' },
      egress: new RedirectedEgress(LOOPBACK, other.protocol.port),
    })
    await other.protocol.close()
    assert.equal(result.code, 'tls_hostname')
    const shown = result.probes.find(({ name }) => name === 'tls')
    assert.match(shown?.certificate?.fingerprint ?? '', /^([0-9A-F]{2}:){31}/)
    assert.lengthOf(other.protocol.asked, 0)
  })
  test('a certificate of another authority is refused, and nothing is said', async ({ assert }) => {
    const { server: keys } = await separateAuthority([HOST])
    const impostor = await listen(server.account, HOST, keys)
    const result = await tryWith({ egress: new RedirectedEgress(LOOPBACK, impostor.port) })
    await impostor.close()
    assert.equal(result.code, 'tls_untrusted')
    assert.equal(result.field, 'account')
    assert.lengthOf(impostor.asked, 0)
  })
})
