import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { test } from '@japa/runner'
import { type ConnectorError } from '#connectors/connector_error'
import { DriverStream } from '#connectors/oracle/driver_stream'
import type { Line } from '#connectors/oracle/line'

/** As much of a socket as hands over what came. */
class Came extends EventEmitter {
  destroyed = false
  write(_: Buffer, done: () => void): boolean {
    done()
    return true
  }
}

test.group('Oracle: bytes of an answer', () => {
  test('an answer without end is cut off, and several that are short are not', ({ assert }) => {
    const errors: Error[] = []
    const socket = new Came()
    const line = {
      mostOfAnAnswer: 3_000,
      isEncrypted: false,
      redirectTo() {},
      broke() {},
      cutOff(error: Error) {
        errors.push(error)
        socket.destroyed = true
      },
    } as unknown as Line
    const stream = new DriverStream(socket as unknown as Socket, line)
    let packets = 0
    stream.on('data', () => (packets += 1))
    const refusal = Buffer.alloc(1_000)
    refusal.writeUInt16BE(1_000, 0)
    refusal.writeUInt8(4, 4)
    for (let i = 0; i < 5; i++) {
      stream.write(Buffer.from('?'), () => {})
      socket.emit('data', refusal)
    }
    assert.deepEqual([packets, errors.length], [5, 0])
    for (let i = 0; i < 5; i++) socket.emit('data', refusal)
    assert.equal(packets, 7)
    assert.lengthOf(errors, 1)
    assert.equal((errors[0] as ConnectorError).code, 'value_out_of_range')
    assert.include(errors[0]?.message, 'can be imported')
  })
})
