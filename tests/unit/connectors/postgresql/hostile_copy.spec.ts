import type { Socket } from 'node:net'
import { test } from '@japa/runner'
import type { ConnectorError } from '#connectors/connector_error'
import { postgresql } from '#connectors/postgresql/engine'
import { importInto, type ImportedTable, requestFor } from '#tests/conformance/import_bench'
import { forwardingTo, rogueServer } from '#tests/conformance/rogue_server'
import { connectorTo, type Overrides, serverWith, using } from '#tests/conformance/workbench'
import { needs } from '#tests/support/servers/missing'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'
import { message } from '#tests/unit/connectors/postgresql/rogue_postgres'

const HEAD = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')

const int16 = (value: number) => {
  const buffer = Buffer.alloc(2)
  buffer.writeInt16BE(value)
  return buffer
}
const int32 = (value: number) => {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32BE(value)
  return buffer
}
const row = (...values: Buffer[]) =>
  Buffer.concat([int16(values.length), ...values.flatMap((one) => [int32(one.length), one])])
const copied = (...parts: Buffer[]) => message('d', Buffer.concat(parts))
const DONE = Buffer.concat([message('c'), message('C', Buffer.from('COPY 1\0'))])
const READY = message('Z', Buffer.from('T'))
const GOOD_ROW = row(int32(1), Buffer.from('one'))
const END = copied(int16(-1))

test.group('PostgreSQL: copies that are none', (group) => {
  if (!needs(group, 'postgres')) return
  let server: PostgresServer

  group.setup(async () => {
    const running = await postgres()
    server = await running.createDatabase()
    await server.query(`create table people (id integer, name text)`)
    await server.query(`insert into people values (1, 'one')`)
    await server.query(`create table broad (id integer, body text)`)
    await server.query(`insert into broad values (1, repeat('x', 3000000)), (2, 'short')`)
  })

  const connect = (port: number, overrides: Overrides = {}) => {
    const { host, database, user: username, password } = server
    const config = { host, port, database, username, tls: { mode: 'disable' } }
    const target = serverWith({ config, credentials: { password }, schema: 'public' })
    return connectorTo(postgresql, target, overrides)
  }
  /** The server itself, but for what it copies out: that is `bytes`. */
  const importing = async (bytes: Buffer, overrides?: Overrides): Promise<ImportedTable[]> => {
    const between = await rogueServer((socket) => replaceCopy(socket, server.port, bytes))
    try {
      return await using(connect(between.port, overrides), (connector) =>
        importInto(connector, [requestFor('public', 'people')])
      )
    } finally {
      await between.close()
    }
  }
  const codeOf = (bytes: Buffer, overrides?: Overrides) =>
    importing(bytes, overrides).then(
      () => null,
      (error: ConnectorError) => error.code
    )

  test('what is well formed is taken, however rows lie in messages', async ({ assert }) => {
    for (const bytes of [
      Buffer.concat([copied(HEAD, GOOD_ROW), END]),
      Buffer.concat([copied(HEAD), copied(GOOD_ROW), END]),
      copied(HEAD, GOOD_ROW, int16(-1)),
    ]) {
      const [people] = await importing(Buffer.concat([bytes, DONE, READY]))
      assert.deepEqual(people?.rows, [[1, 'one']])
    }
  })

  test('{title} ends the session')
    .with([
      { title: 'another head', bytes: copied(Buffer.alloc(30)) },
      { title: 'a head that is cut', bytes: copied(HEAD.subarray(0, 15)) },
      { title: 'a head of absurd length', bytes: copied(HEAD.subarray(0, 15), int32(-1)) },
      { title: 'a row of too few values', bytes: copied(HEAD, row(int32(1))) },
      { title: 'a row of too many values', bytes: copied(HEAD, row(int32(1), int32(1), int32(1))) },
      { title: 'a row that is cut', bytes: copied(HEAD, GOOD_ROW.subarray(0, 12)) },
      { title: 'a value of absurd length', bytes: copied(HEAD, int16(2), int32(2 ** 31 - 1)) },
      { title: 'a value of negative length', bytes: copied(HEAD, int16(2), int32(-2)) },
      { title: 'an integer of three bytes', bytes: copied(HEAD, row(Buffer.alloc(3), int32(1))) },
      {
        title: 'a row after the end',
        bytes: Buffer.concat([copied(HEAD, int16(-1)), copied(GOOD_ROW)]),
      },
      { title: 'no end', bytes: Buffer.concat([copied(HEAD, GOOD_ROW), DONE]) },
      { title: 'nothing but the end of the statement', bytes: READY },
      { title: 'a message of no length', bytes: Buffer.from('d\0\0\0\0') },
      { title: 'rows that nobody asked for', bytes: message('D', Buffer.concat([int16(0)])) },
      {
        title: 'a copy in the other direction',
        bytes: message('G', Buffer.from('\x01\0\0', 'latin1')),
      },
      {
        title: 'a description that is cut',
        bytes: message('H', Buffer.from('\x01\0\x09', 'latin1')),
      },
    ])
    .run(async ({ assert }, { bytes }) => {
      assert.equal(await codeOf(Buffer.concat([bytes, READY])), 'wrong_protocol')
    })

  test('text that is not UTF-8 fails the table, and names the column', async ({ assert }) => {
    for (const text of [Buffer.from([0xff]), Buffer.from([0x80]), Buffer.from([0xe2, 0x82])]) {
      const rows = Buffer.concat([copied(HEAD, row(int32(1), text)), END, DONE, READY])
      const [people] = await importing(rows)
      assert.equal(people?.error?.code, 'value_out_of_range')
      assert.equal(people?.error?.column, 'name')
    }
    const torn = [row(int32(1), Buffer.from([0xe2])), row(int32(2), Buffer.from([0x82, 0xac]))]
    const [people] = await importing(Buffer.concat([copied(HEAD, ...torn), END, DONE, READY]))
    assert.equal(people?.error?.code, 'value_out_of_range')
  })

  test('a row larger than allowed fails its table, and the next one follows', async ({
    assert,
  }) => {
    const [broad, people] = await using(
      connect(server.port, { limits: { wireBytes: 1_000_000 } }),
      (connector) =>
        importInto(connector, [requestFor('public', 'broad'), requestFor('public', 'people')])
    )
    assert.equal(broad?.error?.code, 'value_out_of_range')
    assert.deepEqual(people?.rows, [[1, 'one']])
  })

  test('an error in the middle fails the table alone', async ({ assert }) => {
    await server.query(
      'create view broken as select 1 / (3 - id) as id from generate_series(1, 5000) as s (id)'
    )
    const [broken, people] = await using(connect(server.port), (connector) =>
      importInto(connector, [requestFor('public', 'broken'), requestFor('public', 'people')])
    )
    assert.equal(broken?.error?.code, 'unknown')
    assert.deepEqual(people?.rows, [[1, 'one']])
  })

  test('behind a pooler that refuses settings it is the same snapshot', async ({
    assert,
    cleanup,
  }) => {
    const pooler = await rogueServer((socket) => {
      socket.once('data', (startup: Buffer) => {
        if (!startup.includes('statement_timeout')) {
          forwardingTo(server.port)(socket)
          socket.unshift(startup)
          return
        }
        const fields = 'SFATAL\0C08P01\0Munsupported startup parameter: statement_timeout\0\0'
        socket.end(message('E', Buffer.from(fields)))
      })
    })
    cleanup(() => pooler.close())
    const [first, second] = await using(connect(pooler.port), (connector) =>
      importInto(connector, [requestFor('public', 'people'), requestFor('public', 'people')], {
        async onTable(index) {
          if (index === 0) await server.query(`insert into people values (2, 'two')`)
        },
      })
    )
    assert.lengthOf(first?.rows ?? [], 1)
    assert.lengthOf(second?.rows ?? [], 1)
  })
})

/** Passes on what server and client say, until the client asks for a copy. */
function replaceCopy(socket: Socket, port: number, bytes: Buffer) {
  forwardingTo(port)(socket)
  socket.on('data', (chunk: Buffer) => {
    if (!chunk.includes('to stdout')) return
    socket.unpipe()
    socket.write(Buffer.concat([message('H', Buffer.from('\x01\0\0', 'latin1')), bytes]))
  })
}
