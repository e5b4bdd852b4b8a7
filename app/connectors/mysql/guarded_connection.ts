import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import mysql, { type Connection, type ConnectionOptions } from 'mysql2'
import { ConnectorError } from '#connectors/connector_error'

/** A greeting is one short packet: three bytes of length, its number, then the protocol's version, 10. */
const HEADER = 4
const GREETING_BYTES = 1_024
const PROTOCOL = 10
const ERROR_PACKET = 0xff
/** Parts of 16 MB that one packet may have. */
const MOST_PARTS = 4

/** Makes what was dialled secure, and says whom it is secure with. */
export type Secure = (socket: Socket) => Promise<TLSSocket>

/** Members of the driver's connection that its types leave out. */
interface ConnectionInternals extends EventEmitter {
  stream: EventEmitter
  packetParser: { execute(data: Buffer): void; largePacketParts: Buffer[] }
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
  onGreeting: (version: string) => void,
  secure: Secure | null
): Connection {
  const awaited = secure && { isSecured: false, received: 0 }
  // Before the driver listens.
  socket.on('data', (chunk: Buffer) => {
    if (awaited) awaited.received += chunk.length
  })
  // It would wait for any length that something else seems to announce.
  socket.once('data', (chunk: Buffer) => {
    if (isLikeGreeting(chunk)) return
    socket.destroy(new ConnectorError('wrong_protocol'))
  })
  const connection = mysql.createConnection({
    ...options,
    stream: socket,
    // Makes the driver ask for TLS; how it is done is ours.
    ...(secure ? { ssl: { rejectUnauthorized: false } } : {}),
  })
  const internals = connection as unknown as ConnectionInternals
  // Those who wait hear of an error themselves; nobody else may be surprised by it.
  connection.on('error', () => {})
  guardPackets(internals, socket, onGreeting, awaited)
  socket.on('data', () => refuseEndless(internals, socket))
  if (secure && awaited) internals.startTLS = startTls(internals, socket, secure, awaited)
  return connection
}

/** The driver would keep a packet of any size; only reading whole tables brings large ones this far. */
function refuseEndless({ packetParser }: ConnectionInternals, socket: Socket) {
  if (packetParser.largePacketParts.length <= MOST_PARTS || socket.destroyed) return
  const message = 'A row of more than 64 MB was sent, which is more than can be imported.'
  const hint = 'Leave out the column that holds such large values.'
  socket.destroy(new ConnectorError('value_out_of_range', message, { hint }))
}

/** Until TLS stands, nothing but one greeting is listened to. */
interface Awaited {
  isSecured: boolean
  /** Bytes in clear. */
  received: number
}

/** Of what comes in pieces, the first may say too little: `isGreeting` looks at all of it. */
function isLikeGreeting(chunk: Buffer): boolean {
  if (chunk.length <= HEADER) return chunk.length > 0
  return chunk.readUIntLE(0, 3) <= GREETING_BYTES && isFirstByte(chunk[HEADER])
}

function isGreeting({ buffer, start, end }: Packet): boolean {
  return end > start + HEADER && isFirstByte(buffer[start + HEADER])
}

function isFirstByte(byte: number | undefined): boolean {
  return byte === PROTOCOL || byte === ERROR_PACKET
}

/** The driver complains of packets out of order on the console, for each of them, and throws where nobody catches. */
function guardPackets(
  internals: ConnectionInternals,
  socket: Socket,
  onGreeting: (version: string) => void,
  awaited: Awaited | null
): void {
  const handle = internals.handlePacket.bind(internals)
  const refuse = (cause?: unknown) =>
    void socket.destroy(new ConnectorError('wrong_protocol', undefined, { cause }))
  let greeting = true
  internals.on('warn', () => refuse())
  internals.handlePacket = (packet) => {
    if (socket.destroyed) return
    if (packet && awaited && !mayCome(packet, greeting, awaited)) return refuse()
    try {
      if (packet && greeting) {
        if (!isGreeting(packet)) return refuse()
        greeting = false
        onGreeting(versionIn(packet))
      }
      handle(packet)
    } catch (error) {
      refuse(error)
    }
  }
}

/**
 * Whoever stands between may say more in clear than the greeting. The driver believes itself secure already, and would
 * answer even to whom asks for the password; or take it for the first words of whom we trust.
 */
function mayCome({ start, end }: Packet, isFirst: boolean, awaited: Awaited): boolean {
  return isFirst ? awaited.received === end - start : awaited.isSecured
}

/** Protocol version, then the server's as zero-terminated text (MySQL, "Protocol::HandshakeV10"). */
function versionIn({ buffer, start, end }: Packet): string {
  const body = buffer.subarray(start + HEADER, end)
  return body.subarray(1, Math.max(1, body.indexOf(0))).toString('latin1')
}

/** What the driver does, but with the peer judged by us and the reason of a failure kept. */
function startTls(
  internals: ConnectionInternals,
  socket: Socket,
  secure: Secure,
  awaited: Awaited
): ConnectionInternals['startTLS'] {
  const goOn = (secured: TLSSocket) => {
    awaited.isSecured = true
    secured.on('error', (cause) => internals._handleNetworkError(cause))
    secured.on('data', (data) => {
      internals.packetParser.execute(data)
      refuseEndless(internals, socket)
    })
    internals.stream = secured
  }
  return (onSecure) => {
    socket.removeAllListeners('data')
    secure(socket).then(
      (secured) => {
        goOn(secured)
        onSecure()
      },
      (cause: unknown) => onSecure(new Error('The handshake of TLS failed', { cause }))
    )
  }
}
