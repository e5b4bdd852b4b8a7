import type { Socket } from 'node:net'
import { test } from '@japa/runner'
import type { ConnectorError } from '#connectors/connector_error'
import { mysql } from '#connectors/mysql/engine'
import { importInto, type ImportedTable, requestFor } from '#tests/conformance/import_bench'
import { forwardingTo, rogueServer } from '#tests/conformance/rogue_server'
import { connectorTo, serverWith, using } from '#tests/conformance/workbench'
import { mariadb, type MariadbServer } from '#tests/support/servers/mariadb'
import { needs } from '#tests/support/servers/missing'
import { packet } from '#tests/unit/connectors/mysql/rogue_mysql'

const text = (value: string) =>
  Buffer.from(`${String.fromCharCode(value.length)}${value}`, 'latin1')
/** A column of texts (MySQL, "Protocol::ColumnDefinition41"). */
const COLUMN = Buffer.concat([
  ...['def', '', '', '', 'c', 'c'].map(text),
  Buffer.from([12, 45, 0, 0, 0, 0, 0, 253, 0, 0, 0, 0, 0]),
])
const EOF = Buffer.from([0xfe, 0, 0, 2, 0])
const LARGEST = 2 ** 24 - 1

/** An answer of two columns. */
function answer(...bodies: Buffer[]): Buffer {
  const packets = [Buffer.from([2]), COLUMN, COLUMN, EOF, ...bodies]
  return Buffer.concat(packets.map((body, i) => packet(i + 1, body)))
}

const ROW = Buffer.concat([text('1'), text('one')])

test.group('MySQL: rows that are none', (group) => {
  if (!needs(group, 'mariadb')) return
  let server: MariadbServer

  group.setup(async () => {
    const running = await mariadb()
    server = await running.createDatabase()
    await server.query('create table people (id integer, name text)')
    await server.query(`insert into people values (1, 'one')`)
  })

  /** The server itself, but for the rows of the table: those are `bytes`. */
  const importing = async (...bytes: Buffer[]): Promise<ImportedTable | undefined> => {
    const between = await rogueServer((socket) => replaceRows(socket, server.port, bytes))
    const { host, database, user: username, password } = server
    const config = { host, port: between.port, database, username, tls: { mode: 'disable' } }
    const target = serverWith({ config, credentials: { password }, schema: database })
    try {
      const [table] = await using(connectorTo(mysql, target), (connector) =>
        importInto(connector, [requestFor(database, 'people')])
      )
      return table
    } finally {
      await between.close()
    }
  }
  const codeOf = (...bytes: Buffer[]) =>
    importing(...bytes).then(
      () => null,
      (error: ConnectorError) => error.code
    )

  test('what is well formed is taken', async ({ assert }) => {
    const table = await importing(answer(ROW, Buffer.from([0xfb, 0xfb]), EOF))
    assert.deepEqual(table?.rows, [
      [1, 'one'],
      [null, null],
    ])
  })

  test('{title} ends the session')
    .with([
      { title: 'a row of too few values', row: text('1') },
      { title: 'a row of too many values', row: Buffer.concat([ROW, text('x')]) },
      { title: 'a value that is cut', row: ROW.subarray(0, 4) },
      { title: 'a length that is cut', row: Buffer.concat([text('1'), Buffer.from([0xfc, 1])]) },
      {
        title: 'a value of absurd length',
        row: Buffer.concat([text('1'), Buffer.from([0xfe]), Buffer.alloc(8, 0xff)]),
      },
      { title: 'an integer that is none', row: Buffer.concat([text('1x'), text('one')]) },
    ])
    .run(async ({ assert }, { row }) => {
      assert.equal(await codeOf(answer(row, EOF)), 'wrong_protocol')
    })

  test('a row without an end is cut off', async ({ assert }) => {
    const part = Buffer.alloc(LARGEST + 4)
    part.writeUIntLE(LARGEST, 0, 3)
    const parts = Array.from({ length: 6 }, (_, i) => {
      const numbered = Buffer.from(part)
      numbered.writeUInt8(i + 5, 3)
      return numbered
    })
    assert.equal(await codeOf(answer(), ...parts), 'value_out_of_range')
  })
})

/** Passes on what server and client say, until the client asks for the rows. */
function replaceRows(socket: Socket, port: number, bytes: Buffer[]) {
  forwardingTo(port)(socket)
  socket.on('data', (chunk: Buffer) => {
    if (!chunk.includes('SELECT `id`')) return
    socket.unpipe()
    for (const part of bytes) socket.write(part)
  })
}
