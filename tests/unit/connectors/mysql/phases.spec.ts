import type { Socket } from 'node:net'
import { createServer } from 'node:tls'
import { test } from '@japa/runner'
import { mysql } from '#connectors/mysql/engine'
import { spentOn } from '#tests/conformance/bounded'
import { type RogueServer, rogueServer } from '#tests/conformance/rogue_server'
import {
  connectorTo,
  eventually,
  never,
  type Overrides,
  serverWith,
  using,
} from '#tests/conformance/workbench'
import { testCertificates } from '#tests/support/certificates'
import { authSwitch, greeting, ok, packet } from '#tests/unit/connectors/mysql/rogue_mysql'

const PASSWORD = 'correct horse battery staple'
const MEGABYTE = 1024 * 1024
const PHASES = ['at once', 'after the greeting', 'after TLS', 'while signing in', 'in a query']

/** Plays a server up to a phase, then does as `behave` says. */
async function rogueUpTo(phase: string, behave: (socket: Socket) => void): Promise<RogueServer> {
  const { server: pair } = await testCertificates()
  const goOn = (socket: Socket) => {
    socket.on('error', () => {})
    if (phase === 'after TLS') return behave(socket)
    socket.once('data', (first: Buffer) => {
      const sequence = first.readUInt8(3) + 1
      if (phase === 'while signing in') {
        socket.write(authSwitch(sequence, 'caching_sha2_password'))
        socket.once('data', () => behave(socket))
        return
      }
      socket.write(ok(sequence))
      socket.once('data', () => behave(socket))
    })
  }
  const secure = createServer({ cert: pair.cert, key: pair.key }, goOn)
  return rogueServer((socket) => {
    if (phase === 'at once') return behave(socket)
    socket.write(greeting({ offersTls: true }))
    socket.once('data', (request: Buffer) => {
      if (phase === 'after the greeting') return behave(socket)
      // The request for TLS is 36 bytes; the handshake may have come along.
      socket.pause().unshift(request.subarray(36))
      secure.emit('connection', socket)
    })
  })
}

function testAt(port: number, overrides: Overrides = {}) {
  return using(connectorAt(port, overrides), (connector) =>
    spentOn(() => connector.test({ signal: never }))
  )
}

function connectorAt(port: number, overrides: Overrides = {}) {
  const config = { host: '127.0.0.1', port, database: 'sales', username: 'alice' }
  return connectorTo(
    mysql,
    serverWith({
      config: { ...config, tls: { mode: 'require' } },
      credentials: { password: PASSWORD },
      schema: 'sales',
    }),
    {
      connectTimeout: 400,
      testDeadline: 800,
      limits: { wireBytes: 4 * MEGABYTE },
      ...overrides,
    }
  )
}

test.group('MySQL: a hostile server in every phase', () => {
  for (const phase of PHASES) {
    test(`that falls silent ${phase} is given up in time`, async ({ assert, cleanup }) => {
      const server = await rogueUpTo(phase, (socket) => void socket.resume())
      cleanup(() => server.close())
      const { result, ms, memory } = await testAt(server.port)
      assert.equal(result.code, 'timeout', result.message)
      assert.isBelow(ms, 4_000)
      assert.isBelow(memory, 64 * MEGABYTE)
      assert.notInclude(JSON.stringify(result), PASSWORD)
      await eventually(() => server.connections.every((socket) => socket.closed))
    })

    for (const [what, chunkOf] of [
      ['packets', (sequence: number) => packet(sequence & 255, Buffer.alloc(1_000, 1))],
      // Each says that more of the same packet follows.
      ['one packet without end', () => Buffer.alloc(64 * 1024, 0xff)],
    ] as const) {
      test(`that pours ${what} ${phase} is cut off`, async ({ assert, cleanup }) => {
        const server = await rogueUpTo(phase, (socket) => {
          let sequence = 0
          socket.resume()
          const pour = () => {
            while (!socket.destroyed && socket.write(chunkOf(sequence++)));
          }
          socket.on('drain', pour)
          pour()
        })
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

  for (const [what, columns, cell] of [
    ['10,000 columns', 10_000, 1],
    ['a cell of 3 MB', 1, 3 * MEGABYTE],
  ] as const) {
    test(`that answers every query with ${what} costs little`, async ({ assert, cleanup }) => {
      const answer = resultSet(columns, Buffer.alloc(cell, 'x'))
      const server = await rogueUpTo('in a query', (socket) => {
        socket.on('data', () => socket.write(answer))
        socket.write(ok(1))
      })
      cleanup(() => server.close())
      const connector = await connectorAt(server.port, { readDeadline: 2_000 })
      cleanup(() => connector.dispose())
      const { result, ms, memory } = await spentOn(() =>
        Promise.allSettled([
          connector.test({ signal: never }),
          connector.listTables({ signal: never }),
          connector.preview(
            { schema: 'sales', name: 'people' },
            { limit: 10, exactCount: false, signal: never }
          ),
        ])
      )
      assert.isBelow(ms, 10_000)
      assert.isBelow(memory, 200 * MEGABYTE)
      assert.isBelow(JSON.stringify(result).length, MEGABYTE)
    })
  }
})

/** A result of one row (MySQL, "Text Resultset"), its columns of long text. */
function resultSet(columns: number, cell: Buffer): Buffer {
  let sequence = 1
  const next = (body: Buffer) => packet(sequence++ & 255, body)
  const text = (bytes: Buffer) => Buffer.concat([lengthOf(bytes.length), bytes])
  const name = text(Buffer.from('c'))
  const kind = Buffer.from([0x0c, 45, 0, 0xff, 0xff, 0, 0, 0xfc, 0, 0, 0, 0, 0])
  const column = Buffer.concat([
    text(Buffer.from('def')),
    ...Array.from({ length: 5 }, () => name),
    kind,
  ])
  const eof = () => next(Buffer.from([0xfe, 0, 0, 2, 0]))
  return Buffer.concat([
    next(lengthOf(columns)),
    ...Array.from({ length: columns }, () => next(column)),
    eof(),
    next(Buffer.concat(Array.from({ length: columns }, () => text(cell)))),
    eof(),
  ])
}

/** A length-encoded integer. */
function lengthOf(value: number): Buffer {
  if (value < 251) return Buffer.from([value])
  const bytes = Buffer.alloc(4)
  bytes.writeUInt8(0xfd)
  bytes.writeUIntLE(value, 1, 3)
  return bytes
}
