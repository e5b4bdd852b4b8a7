import { test } from '@japa/runner'
import fc from 'fast-check'
import { type ConnectorError } from '#connectors/connector_error'
import { MessageGuard } from '#connectors/postgresql/message_guard'

/** One message as it is on the wire. */
function message(type: string, ...parts: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))
  )
  const header = Buffer.alloc(5)
  header.write(type)
  header.writeUInt32BE(body.length + 4, 1)
  return Buffer.concat([header, body])
}

const int32 = (value: number) => {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32BE(value)
  return buffer
}
const int16 = (value: number) => int32(value).subarray(2)

const GOOD = [
  message('R', int32(0)),
  message('R', int32(10), 'SCRAM-SHA-256\0\0'),
  message('S', 'server_version\x0015.4\0'),
  message('K', int32(1), int32(2)),
  message('Z', 'I'),
  message('E', 'SERROR\0', 'C28P01\0', '\0'),
  message('N', '\0'),
  message('T', int16(1), 'id\0', Buffer.alloc(18)),
  message('D', int16(2), int32(-1), int32(3), 'abc'),
  message('C', 'SELECT 1\0'),
  message('A', int32(1), 'channel\0payload\0'),
  message('1'),
  message('2'),
]

/** What got through, or the code of the refusal. */
function through(chunks: Buffer[], options = { maxBytes: 1_000, isEncrypted: true }) {
  const passed: Buffer[] = []
  const guard = new MessageGuard(options, (buffer) => passed.push(Buffer.from(buffer)))
  try {
    for (const chunk of chunks) guard.push(chunk)
  } catch (error) {
    return (error as ConnectorError).code
  }
  return Buffer.concat(passed)
}

test.group('PostgreSQL message guard', () => {
  test('whole messages pass, however they are cut into chunks', ({ assert }) => {
    const stream = Buffer.concat(GOOD)
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: stream.length }), { maxLength: 30 }),
        (cuts) => {
          const edges = [0, ...cuts.sort((a, b) => a - b), stream.length]
          const chunks = edges.slice(1).map((end, i) => stream.subarray(edges[i], end))
          assert.deepEqual(through(chunks), stream)
        }
      )
    )
  })

  test('an unfinished message waits', ({ assert }) => {
    const whole = message('Z', 'I')
    assert.deepEqual(through([whole, whole.subarray(0, 4)]), whole)
  })

  test('{title} is not this protocol')
    .with([
      { title: 'an error without its end', bytes: message('E', 'Moops\0') },
      { title: 'an empty error', bytes: message('E') },
      { title: 'an error cut in its text', bytes: message('E', 'Moops') },
      { title: 'a message of no length', bytes: Buffer.from('Z\0\0\0\0') },
      { title: 'a message longer than allowed', bytes: Buffer.from('D\0\0\x10\0') },
      { title: 'an unknown message', bytes: message('?', 'x') },
      { title: 'a web server', bytes: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') },
      { title: 'an SSH server', bytes: Buffer.from('SSH-2.0-OpenSSH_9.2\r\n') },
      { title: 'a MySQL server', bytes: Buffer.from('\x4a\0\0\0\x0a8.0.36\0', 'latin1') },
      { title: 'a row of fewer values than it says', bytes: message('D', int16(2), int32(-1)) },
      { title: 'a row of more', bytes: message('D', int16(0), int32(-1)) },
      { title: 'a value longer than its row', bytes: message('D', int16(1), int32(999), 'x') },
      { title: 'a value of negative length', bytes: message('D', int16(1), int32(-2)) },
      { title: 'a negative number of values', bytes: message('D', int16(-1)) },
      { title: 'a description without names', bytes: message('T', int16(9)) },
      {
        title: 'a list of mechanisms without end',
        bytes: message('R', int32(10), 'SCRAM-SHA-256'),
      },
      { title: 'a parameter without value', bytes: message('S', 'name\0') },
      { title: 'half a backend key', bytes: message('K', int32(1)) },
    ])
    .run(({ assert }, { bytes }) => assert.equal(through([bytes]), 'wrong_protocol'))

  test('sign-in methods that the driver would throw on are named', ({ assert }) => {
    for (const method of [2, 6, 7, 9, 13, -1]) {
      assert.equal(through([message('R', int32(method))]), 'auth_method')
    }
  })

  test('the password is not given in clear to a connection in clear', ({ assert }) => {
    const askForIt = message('R', int32(3))
    assert.deepEqual(through([askForIt]), askForIt)
    assert.equal(through([askForIt], { maxBytes: 1_000, isEncrypted: false }), 'auth_method')
  })

  test('no bytes whatever make it throw anything else, or not end', ({ assert }) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...'RSKZTDCENA123ntsIGHWdcv'),
        fc.uint8Array({ maxLength: 60 }),
        (type, body) => {
          const bytes = message(type, Buffer.from(body))
          const result = through([bytes])
          if (typeof result === 'string') assert.oneOf(result, ['wrong_protocol', 'auth_method'])
          else assert.deepEqual(result, bytes)
        }
      )
    )
  })
})
