import { mock } from 'node:test'
import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import type { TestResult } from '#connectors/contracts'
import { sqlserver } from '#connectors/sqlserver/engine'
import { importInto, requestFor } from '#tests/conformance/import_bench'
import {
  connectorTo,
  eventually,
  never,
  type Overrides,
  serverWith,
  tested,
  using,
} from '#tests/conformance/workbench'
import { ENCRYPTION } from '#tests/support/standins/sqlserver/login'
import { PACKET, packetHeader, toPackets } from '#tests/support/standins/sqlserver/packets'
import * as tokens from '#tests/support/standins/sqlserver/tokens'
import { uint16, uint32 } from '#tests/support/standins/sqlserver/wire_types'
import {
  done,
  greeting,
  letIn,
  pouring,
  type Reply,
  rogueTds,
  saying,
  type Script,
} from '#tests/unit/connectors/sqlserver/rogue_tds'

const USERNAME = 'alice_in_accounting'
const PASSWORD = 'correct horse battery staple'
const ERROR = { number: 1, message: 'no' }
const LIMITS = { wireBytes: 1024 * 1024, tables: 10 }

function connectorAt(port: number, { config, limits, ...overrides }: Overrides = {}) {
  return connectorTo(
    sqlserver,
    serverWith({
      config: {
        host: '127.0.0.1',
        port,
        database: 'sales',
        username: USERNAME,
        encrypt: false,
        ...config,
      },
      credentials: { password: PASSWORD },
      schema: 'dbo',
    }),
    { limits: { ...LIMITS, ...limits }, ...overrides }
  )
}

function testAt(port: number, overrides?: Overrides): Promise<TestResult> {
  return tested(connectorAt(port, overrides))
}

/** What listing tables fails with. */
function listAt(port: number, overrides?: Overrides): Promise<unknown> {
  return using(connectorAt(port, overrides), (connector) =>
    connector.listTables({ signal: never }).then(() => null, Object)
  )
}

/** A result of one text column, without its rows. */
const TEXTS = Array.from({ length: 4 }, () => ({
  name: '',
  type: { kind: 'nvarchar', length: 'max' } as const,
}))

/** The start of a message of results that is not the last packet. */
const unfinished = (...parts: Buffer[]) => {
  const data = Buffer.concat(parts)
  return Buffer.concat([packetHeader(PACKET.result, data.length, false), data])
}
const endless = (head: Buffer, ...parts: Buffer[]) =>
  pouring(unfinished(head), unfinished(...parts))

test.group('SQL Server: a hostile server, asked for TLS', () => {
  const answers: Record<string, Buffer> = {
    'cannot encrypt': greeting(ENCRYPTION.unsupported),
    'does not want to': greeting(ENCRYPTION.off),
    'says something unheard of': greeting(7),
    'says nothing about it': toPackets(
      PACKET.prelogin,
      Buffer.from([0, 0, 6, 0, 6, 0xff, 16, 0, 0, 0, 0, 0])
    ),
    'says it twice': toPackets(
      PACKET.prelogin,
      Buffer.from([0, 0, 16, 0, 6, 1, 0, 22, 0, 1, 1, 0, 23, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, 1, 0])
    ),
  }
  for (const [what, answer] of Object.entries(answers)) {
    test(`that ${what} gets neither user nor password`, async ({ assert, cleanup }) => {
      const server = await rogueTds({ prelogin: answer })
      cleanup(() => server.close())
      for (const trustServerCertificate of [true, false]) {
        const result = await testAt(server.port, {
          config: { encrypt: true, trustServerCertificate },
        })
        assert.oneOf(result.code, ['tls_unsupported', 'wrong_protocol'], result.message)
        assert.oneOf(result.field, ['encrypt', 'port'])
      }
      assert.equal(server.logins(), 0)
      for (const secret of [USERNAME, PASSWORD]) assert.isFalse(server.wasTold(secret), secret)
    })
  }

  test('that breaks off the handshake gets nothing', async ({ assert, cleanup }) => {
    const server = await rogueTds({ prelogin: greeting(ENCRYPTION.on) })
    cleanup(() => server.close())
    const result = await testAt(server.port, { config: { encrypt: true } })
    assert.isFalse(result.success)
    for (const secret of [USERNAME, PASSWORD]) assert.isFalse(server.wasTold(secret), secret)
  })

  test('in clear the same words are heard, so that this test can fail', async ({
    assert,
    cleanup,
  }) => {
    const server = await rogueTds({})
    cleanup(() => server.close())
    await testAt(server.port)
    assert.isTrue(server.wasTold(USERNAME))
    assert.isTrue(server.wasTold(PASSWORD))
    assert.isFalse(server.wasTold(process.env.HOSTNAME || 'no-name-of-this-machine'))
  })
})

test.group('SQL Server: a hostile server, told to stop', (group) => {
  group.each.timeout(5_000)

  const answers: [string, Buffer][] = [
    ['nonsense', saying(Buffer.from([0, 1, 2, 3]))],
    ['errors without end', saying(...Array.from({ length: 50 }, () => tokens.error(ERROR)))],
    ['half a row', saying(Buffer.from([0xd1, 0]))],
  ]
  for (const [what, answer] of answers) {
    test(`that says ${what} ends the session and not the process`, async ({ assert, cleanup }) => {
      const failures: unknown[] = []
      const note = (error: unknown) => void failures.push(error)
      process.on('uncaughtExceptionMonitor', note)
      cleanup(() => void process.removeListener('uncaughtExceptionMonitor', note))
      const server = await rogueTds({ query: () => null, attention: answer })
      cleanup(() => server.close())
      const error = await listAt(server.port, { readDeadline: 200 })
      assert.equal((error as ConnectorError).code, 'timeout')
      await eventually(() => server.connections.every((socket) => socket.closed))
      assert.isEmpty(failures)
    })
  }
})

test.group('SQL Server: a hostile server, before it lets us in', (group) => {
  group.each.timeout(5_000)

  const cases: [string, Script, string][] = [
    [
      'greets with no version',
      { prelogin: toPackets(PACKET.prelogin, Buffer.from([0xff])) },
      'wrong_protocol',
    ],
    [
      'greets without an end',
      { prelogin: toPackets(PACKET.prelogin, Buffer.alloc(20)) },
      'wrong_protocol',
    ],
    [
      'points outside of its greeting',
      { prelogin: toPackets(PACKET.prelogin, Buffer.from([0, 0xff, 0xff, 0, 6, 0xff])) },
      'wrong_protocol',
    ],
    ['sends packets shorter than their head', { prelogin: Buffer.alloc(64) }, 'wrong_protocol'],
    [
      'greets without end',
      {
        prelogin: pouring(
          Buffer.alloc(0),
          Buffer.concat([packetHeader(PACKET.prelogin, 1, false), Buffer.alloc(1)])
        ),
      },
      'wrong_protocol',
    ],
    [
      'greets with empty packets without end',
      { prelogin: pouring(Buffer.alloc(0), packetHeader(PACKET.prelogin, 0, false)) },
      'wrong_protocol',
    ],
    ['insists on encryption', { prelogin: greeting(ENCRYPTION.required) }, 'tls_required'],
    [
      'wants Windows authentication',
      { login: saying(Buffer.from([0xed, 60, 0]), Buffer.from('NTLMSSP\0'.padEnd(60, '\0'))) },
      'auth_method',
    ],
    [
      'wants a token of Azure',
      { login: saying(Buffer.from([0xee]), uint32(4), uint32(0)) },
      'auth_method',
    ],
    [
      'is another product',
      { login: saying(tokens.loginAck('Adaptive Server Enterprise'), tokens.done(0)) },
      'wrong_protocol',
    ],
    [
      'is too old',
      { login: saying(tokens.loginAck(undefined, 0x730b0003), tokens.done(0)) },
      'version_unsupported',
    ],
    [
      'speaks a version nobody knows',
      { login: saying(tokens.loginAck(undefined, 0x99000001), tokens.done(0)) },
      'version_unsupported',
    ],
    ['says nothing about the login', { login: done() }, 'wrong_protocol'],
    [
      'cuts its answer',
      { login: saying(Buffer.from([tokens.TOKEN.loginAck, 0xff, 0x00, 1])) },
      'wrong_protocol',
    ],
    ['sends a token nobody knows', { login: saying(Buffer.from([0x42, 0, 0])) }, 'wrong_protocol'],
    [
      'sends rows instead',
      { login: saying(tokens.columns(TEXTS), tokens.done(0)) },
      'wrong_protocol',
    ],
    [
      'lies about the length of an error',
      { login: saying(Buffer.from([tokens.TOKEN.error, 1, 0, 9])) },
      'wrong_protocol',
    ],
    [
      'reports errors without end',
      { login: endless(Buffer.alloc(0), tokens.error({ number: 50_000 })) },
      'wrong_protocol',
    ],
    [
      'informs without end',
      { login: endless(Buffer.alloc(0), tokens.info(1, 'x')) },
      'wrong_protocol',
    ],
    [
      'changes what nobody knows without end',
      { login: endless(Buffer.alloc(0), tokens.change(99, Buffer.alloc(2))) },
      'wrong_protocol',
    ],
    ...['8', '0', '7', '-1', '100', '1000000000', 'x', ''].map((size): [string, Script, string] => [
      `sets packets to ${size || 'no'} bytes`,
      { login: letIn(tokens.textChange(tokens.CHANGE.packetSize, size, '4096')) },
      'wrong_protocol',
    ]),
    ['hangs up after the greeting', { login: (socket) => void socket.destroy() }, 'wrong_protocol'],
    [
      'sends rows for its settings',
      { settings: saying(tokens.columns(TEXTS), tokens.done(0)) },
      'wrong_protocol',
    ],
  ]
  for (const [what, script, code] of cases) {
    test(`that ${what} is refused, and costs little`, async ({ assert, cleanup }) => {
      const console = mock.method(globalThis.console, 'error', () => {})
      cleanup(() => console.mock.restore())
      const server = await rogueTds(script)
      cleanup(() => server.close())
      const started = performance.now()
      const result = await testAt(server.port)
      assert.isBelow(performance.now() - started, 2_000)
      assert.equal(result.code, code, result.message)
      assert.notInclude(JSON.stringify(result), PASSWORD)
      assert.equal(console.mock.callCount(), 0)
      await eventually(() => server.connections.every((socket) => socket.closed))
    })
  }

  const phases: Record<string, Script> = {
    greeting: { prelogin: null },
    handshake: { prelogin: greeting(ENCRYPTION.on) },
    login: { login: null },
    settings: { settings: null },
  }
  for (const [phase, script] of Object.entries(phases)) {
    test(`that is silent at the ${phase} is left after the time to connect`, async ({
      assert,
      cleanup,
    }) => {
      const server = await rogueTds(script)
      cleanup(() => server.close())
      const result = await testAt(server.port, {
        connectTimeout: 200,
        config: { encrypt: phase === 'handshake' },
      })
      assert.oneOf(
        result.code,
        phase === 'handshake' ? ['timeout', 'tls_unsupported', 'wrong_protocol'] : ['timeout']
      )
      await eventually(() => server.connections.every((socket) => socket.closed))
    })
  }
})

test.group('SQL Server: a hostile server, asked for rows', (group) => {
  group.each.timeout(10_000)

  const columns = (count: number) =>
    Buffer.concat([Buffer.from([tokens.TOKEN.columns]), uint16(count)])
  const bit = Buffer.concat([uint32(0), uint16(1), Buffer.from([0x68, 1, 0])])
  const row = (...values: (string | null)[]) => tokens.row(TEXTS, values)
  const plpStart = Buffer.concat([Buffer.from([tokens.TOKEN.row]), Buffer.alloc(8, 0xfe)])
  const unknownLength = Buffer.concat([
    Buffer.from([tokens.TOKEN.row, 0xfe]),
    Buffer.alloc(7, 0xff),
  ])
  const cases: [string, Reply, string][] = [
    [
      '65,535 columns',
      saying(columns(65_535), ...Array.from({ length: 65_535 }, () => bit), tokens.done(0)),
      'wrong_protocol',
    ],
    [
      'no columns and endless rows',
      endless(columns(0), Buffer.from([tokens.TOKEN.row])),
      'wrong_protocol',
    ],
    [
      'more rows than were asked for',
      endless(tokens.columns(TEXTS), row('dbo', 'a', 'table', null)),
      'wrong_protocol',
    ],
    ['rows before columns', saying(row('a', 'b', 'c', 'd')), 'wrong_protocol'],
    [
      'a value that lies about its length',
      saying(
        tokens.columns(TEXTS),
        plpStart,
        uint32(2),
        Buffer.alloc(2),
        uint32(0),
        tokens.done(0)
      ),
      'wrong_protocol',
    ],
    [
      'a value of unknown length without end',
      endless(
        Buffer.concat([tokens.columns(TEXTS), unknownLength]),
        uint32(1_000),
        Buffer.alloc(1_000)
      ),
      'unknown',
    ],
    [
      'a value in crumbs',
      endless(Buffer.concat([tokens.columns(TEXTS), unknownLength]), uint32(1), Buffer.alloc(1)),
      'wrong_protocol',
    ],
    [
      'a value in one piece of four gigabytes',
      endless(
        Buffer.concat([tokens.columns(TEXTS), unknownLength, uint32(0xffffffff)]),
        Buffer.alloc(1_000)
      ),
      'unknown',
    ],
    ['ends without end', endless(Buffer.alloc(0), tokens.done(tokens.DONE.more)), 'wrong_protocol'],
    [
      'errors without end',
      endless(Buffer.alloc(0), tokens.error({ number: 50_000 })),
      'wrong_protocol',
    ],
    ['messages without end', endless(Buffer.alloc(0), tokens.info(0, 'print')), 'wrong_protocol'],
    [
      'empty packets without end',
      pouring(Buffer.alloc(0), packetHeader(PACKET.result, 0, false)),
      'unknown',
    ],
    [
      'changes of its settings without end',
      endless(Buffer.alloc(0), tokens.change(15, Buffer.alloc(1))),
      'wrong_protocol',
    ],
    [
      'packets of eight bytes from now on',
      saying(tokens.textChange(tokens.CHANGE.packetSize, '8', '4096'), tokens.done(0)),
      'wrong_protocol',
    ],
    [
      'a type nobody knows',
      saying(columns(4), uint32(0), uint16(1), Buffer.from([0x01, 0, 0])),
      'wrong_protocol',
    ],
    [
      'half a row',
      saying(tokens.columns(TEXTS), row('dbo', 'a', 'table', 'x').subarray(0, 20)),
      'wrong_protocol',
    ],
    ['a login in the middle', saying(tokens.loginAck(), tokens.done(0)), 'wrong_protocol'],
    [
      'a reroute in the middle',
      saying(tokens.routing('127.0.0.1', 1), tokens.done(0)),
      'wrong_protocol',
    ],
    [
      'half an answer, and hangs up',
      (socket) => void socket.end(unfinished(tokens.columns(TEXTS))),
      'starting',
    ],
  ]
  for (const [what, reply, code] of cases) {
    test(`that gives ${what} is cut off, and costs little`, async ({ assert, cleanup }) => {
      const console = mock.method(globalThis.console, 'error', () => {})
      cleanup(() => console.mock.restore())
      const server = await rogueTds({ query: () => reply })
      cleanup(() => server.close())
      const memory = process.memoryUsage.rss()
      const started = performance.now()
      const error = await listAt(server.port)
      assert.isBelow(performance.now() - started, 2_000)
      assert.isBelow(process.memoryUsage.rss() - memory, 128 * 1024 * 1024)
      assert.instanceOf(error, ConnectorError)
      assert.equal((error as ConnectorError).code, code, (error as ConnectorError).message)
      assert.equal(console.mock.callCount(), 0)
      await eventually(() => server.connections.every((socket) => socket.closed))
    })
  }

  test('that sends a row without end to an import is cut off', async ({ assert, cleanup }) => {
    const [text] = TEXTS
    const start = Buffer.concat([tokens.columns(text ? [text] : []), unknownLength])
    for (const [reply, code] of [
      [endless(start, uint32(30_000), Buffer.alloc(30_000)), 'value_out_of_range'],
      [endless(start, uint32(1), Buffer.alloc(1)), 'wrong_protocol'],
    ] as const) {
      const server = await rogueTds({ query: () => reply })
      cleanup(() => server.close())
      const importing = using(connectorAt(server.port), (connector) =>
        importInto(connector, [requestFor('dbo', 'people')])
      )
      const error: unknown = await importing.then(() => null, Object)
      assert.equal((error as ConnectorError).code, code, (error as ConnectorError).message)
      await eventually(() => server.connections.every((socket) => socket.closed))
    }
  })

  test('that never answers is told to stop, and left when it does not', async ({
    assert,
    cleanup,
  }) => {
    const server = await rogueTds({ query: () => null, attention: null })
    cleanup(() => server.close())
    const error = await listAt(server.port, { readDeadline: 200 })
    assert.equal((error as ConnectorError).code, 'timeout')
    await eventually(() => server.connections.every((socket) => socket.closed))
    const attention = Buffer.concat(server.heard).includes(
      toPackets(PACKET.attention, Buffer.alloc(0))
    )
    assert.isTrue(attention)
  })

  test('whose refusals hold secrets does not get them shown', async ({ assert, cleanup }) => {
    const message = 'C:\\secret\\path of internal-host.corp'
    for (const number of [229, 8134, 12_345]) {
      const server = await rogueTds({
        query: () => saying(tokens.error({ number, message }), tokens.done(tokens.DONE.error)),
      })
      cleanup(() => server.close())
      const { message: shown, hint } = (await listAt(server.port)) as ConnectorError
      assert.notInclude(shown + hint, 'secret')
      assert.notInclude(shown + hint, 'internal-host')
    }
  })
})
