import type { Socket } from 'node:net'
import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import { postgresql } from '#connectors/postgresql/engine'
import { spentOn } from '#tests/conformance/bounded'
import {
  connectorTo,
  eventually,
  never,
  type Overrides,
  serverWith,
  using,
} from '#tests/conformance/workbench'
import {
  authentication,
  description,
  message,
  type Phase,
  roguePostgres,
  row,
} from '#tests/unit/connectors/postgresql/rogue_postgres'

const PASSWORD = 'correct horse battery staple'
const MEGABYTE = 1024 * 1024
const WIRE = 4 * MEGABYTE
const PHASES: Phase[] = ['at once', 'after TLS', 'while signing in', 'in a query']

function connectorAt(port: number, overrides: Overrides = {}) {
  const config = { host: '127.0.0.1', port, database: 'sales', username: 'alice' }
  return connectorTo(
    postgresql,
    serverWith({
      config: { ...config, tls: { mode: 'require' } },
      credentials: { password: PASSWORD },
      schema: 'public',
    }),
    { connectTimeout: 400, testDeadline: 800, limits: { wireBytes: WIRE }, ...overrides }
  )
}

function testAt(port: number, overrides?: Overrides) {
  return using(connectorAt(port, overrides), (connector) =>
    spentOn(() => connector.test({ signal: never }))
  )
}

test.group('PostgreSQL: a hostile server', () => {
  for (const phase of PHASES) {
    test(`that falls silent ${phase} is given up in time`, async ({ assert, cleanup }) => {
      const server = await roguePostgres(phase, (socket) => void socket.resume())
      cleanup(() => server.close())
      const { result, ms, memory } = await testAt(server.port)
      assert.equal(result.code, 'timeout', result.message)
      assert.isBelow(ms, 4_000)
      assert.isBelow(memory, 64 * MEGABYTE)
      assert.notInclude(JSON.stringify(result), PASSWORD)
      await eventually(() => server.connections.every((socket) => socket.closed))
    })

    for (const [what, chunk] of [
      ['notices', message('N', Buffer.from('SNOTICE\0Mon and on\0\0'))],
      ['rows', row(1, Buffer.alloc(1_000, 'x'))],
      ['one message without end', Buffer.concat([Buffer.from('D\x7f\xff\xff\xff', 'latin1')])],
    ] as const) {
      test(`that pours ${what} ${phase} is cut off`, async ({ assert, cleanup }) => {
        const server = await roguePostgres(phase, pouring(chunk))
        cleanup(() => server.close())
        const { result, ms, memory } = await testAt(server.port, { testDeadline: 5_000 })
        assert.isFalse(result.success)
        assert.isBelow(ms, 10_000)
        assert.isBelow(memory, 200 * MEGABYTE)
        assert.isBelow(JSON.stringify(result).length, 5_000)
        assert.notInclude(JSON.stringify(result), PASSWORD)
        await eventually(() => server.connections.every((socket) => socket.closed))
      })
    }
  }

  test('that asks for absurd rounds of SCRAM does not get them', async ({ assert, cleanup }) => {
    for (const iterations of ['2147483647', '99999999999999999999', '1e9', 'NaN']) {
      const server = await roguePostgres('while signing in', (socket) => {
        socket.write(authentication(11, `r=nonce,s=c2FsdA==,i=${iterations}`))
      })
      cleanup(() => server.close())
      const { result, ms } = await testAt(server.port, { connectTimeout: 3_000 })
      assert.equal(result.code, 'auth_method', iterations)
      assert.isBelow(ms, 1_500, iterations)
    }
  })

  test('that asks for the password itself in clear gets nothing', async ({ assert, cleanup }) => {
    const heard: Buffer[] = []
    const server = await roguePostgres('at once', (socket) => {
      socket.on('data', (chunk) => heard.push(chunk))
      socket.once('data', () => socket.write(authentication(3)))
    })
    cleanup(() => server.close())
    const { result } = await testAt(server.port, { config: { tls: { mode: 'disable' } } })
    assert.equal(result.code, 'auth_method')
    assert.notInclude(Buffer.concat(heard).toString('latin1'), PASSWORD)
  })

  for (const [what, answer] of [
    ['10,000 columns', Buffer.concat([description(10_000), row(10_000, Buffer.from('x'))])],
    ['a cell of 3 MB', Buffer.concat([description(1), row(1, Buffer.alloc(3 * MEGABYTE, 'x'))])],
    ['more columns than it described', Buffer.concat([description(1), row(900, Buffer.from('x'))])],
  ] as const) {
    test(`that answers every query with ${what} costs little`, async ({ assert, cleanup }) => {
      const end = Buffer.concat([
        message('C', Buffer.from('SELECT 1\0')),
        message('Z', Buffer.from('I')),
      ])
      const server = await roguePostgres('in a query', (socket) => {
        const reply = () => socket.write(Buffer.concat([answer, end]))
        socket.on('data', reply)
        reply()
      })
      cleanup(() => server.close())
      const connector = await connectorAt(server.port, { readDeadline: 2_000 })
      cleanup(() => connector.dispose())
      const { result, ms, memory } = await spentOn(() =>
        Promise.allSettled([
          connector.test({ signal: never }),
          connector.listTables({ signal: never }),
          connector.preview(
            { schema: 'public', name: 'people' },
            { limit: 10, exactCount: false, signal: never }
          ),
        ])
      )
      assert.isBelow(ms, 10_000)
      // As much as three sessions may be sent, on our side and on that of the server, which is in this process too.
      assert.isBelow(memory, 2 * 3 * 64 * MEGABYTE)
      assert.isBelow(JSON.stringify(result).length, MEGABYTE)
      for (const one of result) {
        if (one.status === 'rejected') assert.instanceOf(one.reason, ConnectorError)
      }
    })
  }
})

function pouring(chunk: Buffer) {
  const filled = Buffer.concat([chunk, Buffer.alloc(Math.max(0, 64 * 1024 - chunk.length))])
  const repeated = Buffer.concat(Array.from({ length: 60 }, () => chunk))
  const isEndless = chunk.length < 6
  return (socket: Socket) => {
    socket.resume()
    const pour = () => {
      while (!socket.destroyed && socket.write(isEndless ? filled : repeated));
    }
    socket.on('drain', pour)
    pour()
  }
}
