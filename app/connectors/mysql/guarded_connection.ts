import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { type ConnectionOptions as TlsOptions, connect } from 'node:tls'
import mysql, { type Connection, type ConnectionOptions } from 'mysql2'
import { ConnectorError } from '#connectors/connector_error'

/** A greeting is one short packet: three bytes of length, its number, then the protocol's version, 10. */
const HEADER = 4
const GREETING_BYTES = 1_024
const PROTOCOL = 10
const ERROR_PACKET = 0xff

/** Members of the driver's connection that its types leave out. */
interface ConnectionInternals extends EventEmitter {
  stream: EventEmitter
  packetParser: { execute(data: Buffer): void }
  handlePacket(packet?: Packet): void
  startTLS(onSecure: (error?: Error) => void): void
  _handleNetworkError(error: Error): void
}

interface Packet {
  buffer: Buffer
  start: number
  end: number
}

/**
 * The driver's connection over a socket that is already connected, with TLS as we want it. What a server sends that
 * the driver cannot read ends the session and not the process.
 */
export function guardedConnection(
  socket: Socket,
  options: ConnectionOptions,
  events: { onGreeting(version: string): void; onSecure(): void },
  tls: TlsOptions | null
): Connection {
  // Before the driver listens: it would wait for any length that something else seems to announce.
  socket.once('data', (chunk: Buffer) => {
    if (isLikeGreeting(chunk)) return
    socket.destroy(new ConnectorError('wrong_protocol'))
  })
  const connection = mysql.createConnection({
    ...options,
    stream: socket,
    // Makes the driver ask for TLS; how it is done is ours.
    ...(tls ? { ssl: { rejectUnauthorized: tls.rejectUnauthorized } } : {}),
  })
  const internals = connection as unknown as ConnectionInternals
  // Those who wait hear of an error themselves; nobody else may be surprised by it.
  connection.on('error', () => {})
  guardPackets(internals, socket, events.onGreeting)
  if (tls) internals.startTLS = startTls(internals, socket, tls, events.onSecure)
  return connection
}

function isLikeGreeting(chunk: Buffer): boolean {
  if (chunk.length <= HEADER) return chunk.length > 0
  const length = chunk.readUIntLE(0, 3)
  const first = chunk[HEADER]
  return length <= GREETING_BYTES && (first === PROTOCOL || first === ERROR_PACKET)
}

/** The driver complains of packets out of order on the console, for each of them, and throws where nobody catches. */
function guardPackets(
  internals: ConnectionInternals,
  socket: Socket,
  onGreeting: (version: string) => void
): void {
  const handle = internals.handlePacket.bind(internals)
  const refuse = (cause?: unknown) =>
    socket.destroy(new ConnectorError('wrong_protocol', undefined, { cause }))
  let greeting = true
  internals.on('warn', () => refuse())
  internals.handlePacket = (packet) => {
    if (socket.destroyed) return
    try {
      if (packet && greeting) {
        greeting = false
        onGreeting(versionIn(packet))
      }
      handle(packet)
    } catch (error) {
      refuse(error)
    }
  }
}

/** Protocol version, then the server's as zero-terminated text (MySQL, "Protocol::HandshakeV10"). */
function versionIn({ buffer, start, end }: Packet): string {
  const body = buffer.subarray(start + HEADER, end)
  return body.subarray(1, Math.max(1, body.indexOf(0))).toString('latin1')
}

/** What the driver does, but with the host's identity checked by us and the reason of a failure kept. */
function startTls(
  internals: ConnectionInternals,
  socket: Socket,
  options: TlsOptions,
  onSecured: () => void
): ConnectionInternals['startTLS'] {
  return (onSecure) => {
    socket.removeAllListeners('data')
    const secure = connect({ ...options, socket })
    let isSecure = false
    secure.once('secureConnect', () => {
      isSecure = true
      onSecured()
      onSecure()
    })
    secure.on('error', (cause) => {
      if (isSecure) internals._handleNetworkError(cause)
      else onSecure(new Error('The handshake of TLS failed', { cause }))
    })
    secure.on('data', (data) => internals.packetParser.execute(data))
    internals.stream = secure
  }
}
