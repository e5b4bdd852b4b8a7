import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { KeyPair } from '#tests/support/certificates'
import { PACKET, PacketReader, toPackets } from '#tests/support/standins/sqlserver/packets'

/** Records of TLS 1.2 (RFC 5246, 6.2.1). */
const RECORD = { changeCipher: 20, alert: 21, handshake: 22 }
/** The last message of the server's first flight, which has no content. */
const SERVER_HELLO_DONE = Buffer.from([14, 0, 0, 0])

/**
 * The server's end of TLS in TDS 7: the handshake travels in PRELOGIN packets, one message for each flight, and what
 * follows in none ([MS-TDS] 3.2.5.1).
 */
export function tlsInPackets(socket: Socket, { cert, key }: KeyPair): TLSSocket {
  return new TLSSocket(new HandshakeCarrier(socket), {
    isServer: true,
    secureContext: createSecureContext({ cert, key, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }),
  })
}

class HandshakeCarrier extends Duplex {
  readonly #packets = new PacketReader()
  #flight: Buffer = Buffer.alloc(0)
  #isFinished = false

  constructor(private readonly socket: Socket) {
    super()
    socket.on('data', (chunk) => this.#receive(chunk))
    socket.on('close', () => this.destroy())
  }

  override _read() {}

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void) {
    if (this.#isFinished) return void this.socket.write(chunk, () => done())
    this.#flight = Buffer.concat([this.#flight, chunk])
    const end = endOfFlight(this.#flight)
    if (end) {
      this.socket.write(toPackets(PACKET.prelogin, this.#flight))
      this.#flight = Buffer.alloc(0)
      this.#isFinished = end === 'second'
    }
    done()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void) {
    this.socket.destroy()
    done(error)
  }

  #receive(chunk: Buffer) {
    if (this.#isFinished) return void this.push(chunk)
    for (const { data } of this.#packets.push(chunk)) this.push(data)
  }
}

/** Which of the server's two flights is whole; null while more of it is to come. */
function endOfFlight(flight: Buffer): 'first' | 'second' | null {
  let hasChangedCipher = false
  for (let at = 0; at + 5 <= flight.length;) {
    const end = at + 5 + flight.readUInt16BE(at + 3)
    if (end > flight.length) return null
    const type = flight.readUInt8(at)
    if (type === RECORD.alert) return 'first'
    if (type === RECORD.handshake && hasChangedCipher) return 'second'
    if (type === RECORD.handshake && flight.subarray(end - 4, end).equals(SERVER_HELLO_DONE)) {
      return 'first'
    }
    if (type === RECORD.changeCipher) hasChangedCipher = true
    at = end
  }
  return null
}
