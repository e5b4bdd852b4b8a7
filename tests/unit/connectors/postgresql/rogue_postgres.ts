import type { Socket } from 'node:net'
import { createServer } from 'node:tls'
import { rogueServer, type RogueServer } from '#tests/conformance/rogue_server'
import { testCertificates } from '#tests/support/certificates'

/** How far a rogue plays along before it shows what it is. */
export type Phase = 'at once' | 'after TLS' | 'while signing in' | 'in a query'

/** One message: its type, its length, its body (PostgreSQL documentation, "Message Formats"). */
export function message(type: string, body: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(5)
  header.write(type, 'latin1')
  header.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([header, body])
}

export function authentication(method: number, rest = ''): Buffer {
  const code = Buffer.alloc(4)
  code.writeInt32BE(method)
  return message('R', Buffer.concat([code, Buffer.from(rest, 'latin1')]))
}

export const SIGNED_IN = Buffer.concat([authentication(0), message('Z', Buffer.from('I'))])
export const SCRAM_OFFERED = authentication(10, 'SCRAM-SHA-256\0\0')

/** A description of this many columns of text. */
export function description(columns: number): Buffer {
  const count = Buffer.alloc(2)
  count.writeInt16BE(columns)
  const field = Buffer.concat([Buffer.from('c\0'), Buffer.alloc(18)])
  field.writeInt32BE(25, 8)
  return message('T', Buffer.concat([count, ...Array.from({ length: columns }, () => field)]))
}

/** A row in which every value is `value`. */
export function row(columns: number, value: Buffer): Buffer {
  const head = Buffer.alloc(2)
  head.writeInt16BE(columns)
  const length = Buffer.alloc(4)
  length.writeInt32BE(value.length)
  return message('D', Buffer.concat([head, ...Array(columns).fill([length, value]).flat()]))
}

/** Plays a server up to a phase, then does as `behave` says. */
export async function roguePostgres(
  phase: Phase,
  behave: (socket: Socket) => void
): Promise<RogueServer> {
  const { server: pair } = await testCertificates()
  const goOn = (socket: Socket) => {
    socket.on('error', () => {})
    if (phase === 'after TLS') return behave(socket)
    // The start-up packet comes first.
    socket.once('data', () => {
      if (phase === 'while signing in') {
        socket.write(SCRAM_OFFERED)
        socket.once('data', () => behave(socket))
        return
      }
      socket.write(SIGNED_IN)
      socket.once('data', () => behave(socket))
    })
  }
  const secure = createServer({ cert: pair.cert, key: pair.key }, goOn)
  return rogueServer((socket) => {
    if (phase === 'at once') return behave(socket)
    socket.once('data', (request) => {
      if (request.length > 8) {
        socket.unshift(request)
        return goOn(socket)
      }
      socket.write('S')
      secure.emit('connection', socket)
    })
  })
}
