import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Answering } from '#tests/support/standins/oracle/answers'
import { MESSAGE, type Release, RELEASES } from '#tests/support/standins/oracle/messages'
import * as packets from '#tests/support/standins/oracle/packets'
import {
  DATA,
  MARKER,
  PACKET,
  type Packet,
  PacketReader,
} from '#tests/support/standins/oracle/packets'
import { StandinSession } from '#tests/support/standins/oracle/session'
import type { StandinUsers } from '#tests/support/standins/oracle/users'
import { Verifier } from '#tests/support/standins/oracle/sign_in'
import type { KeyPair } from '#tests/support/certificates'

export interface StandinOptions {
  release?: keyof typeof RELEASES
  service: string
  sid: string
  users: StandinUsers
  answer: Answering
  /** With it, whoever begins with TLS gets it, on the same port. */
  tls?: KeyPair
  /** What the listener says to a good request instead of accepting it, once for each packet. */
  listener?: (asked: string) => Buffer | null
  /** Wants a second handshake of TLS once it was told where to, as servers do that hand sessions on. */
  isHandingOn?: boolean
  /** Of each packet that it sends. */
  packetBytes?: number
  /** What is sent instead of an answer, for servers that behave badly; null for nothing at all. */
  deviate?: (answer: Buffer | null, request: Buffer) => Buffer | null
}

/** Bytes of a packet, as most servers are set up. */
const PACKET_BYTES = 8_192
const TLS_HANDSHAKE = 0x16
/** Flag of a RESEND. */
const SECOND_HANDSHAKE = 0x08

/** A listener and its database on this machine, for the real driver to talk to. */
export class OracleStandin {
  readonly sessions = new Set<StandinSession>()
  readonly release: Release
  readonly nobody = new Verifier('nobody has this one')
  /** Interruptions that clients asked for. */
  interruptions = 0
  readonly #sockets = new Set<Socket>()
  readonly #server = createServer((socket) => this.#take(socket))

  constructor(readonly options: StandinOptions) {
    this.release = RELEASES[options.release ?? 19]
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async listen(): Promise<this> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#server.unref()
    return this
  }

  async close() {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #take(socket: Socket) {
    this.#sockets.add(socket)
    socket.unref().on('error', () => {})
    socket.on('close', () => this.#sockets.delete(socket))
    socket.once('data', (first: Buffer) => {
      socket.pause().unshift(first)
      const isTls = first[0] === TLS_HANDSHAKE && this.options.tls !== undefined
      const stream = isTls ? secured(socket, this.options.tls as KeyPair) : socket
      new Conversation(
        stream,
        this,
        isTls ? () => secured(socket, this.options.tls as KeyPair) : null
      )
    })
  }
}

export function secured(socket: Socket, { key, cert }: KeyPair): TLSSocket {
  const stream = new TLSSocket(socket, { isServer: true, key, cert })
  stream.on('error', () => socket.destroy())
  return stream
}

/** One connection: packets in, packets out. */
class Conversation {
  readonly #reader = new PacketReader()
  #stream: Duplex
  #request: Buffer[] = []
  #session: StandinSession | null = null
  #isConnecting = false
  #isInterrupted = false

  /** @param secureAgain a second handshake over the same socket; null once it was done, or without TLS */
  constructor(
    stream: Duplex,
    private readonly standin: OracleStandin,
    private secureAgain: (() => Duplex) | null
  ) {
    this.#stream = this.#listenTo(stream)
  }

  #listenTo(stream: Duplex): Duplex {
    stream.on('data', (chunk: Buffer) => this.#push(chunk))
    stream.on('end', () => stream.end())
    stream.on('close', () => this.#session && this.standin.sessions.delete(this.#session))
    return stream.resume()
  }

  #push(chunk: Buffer) {
    try {
      this.#reader.push(chunk)
      for (let one = this.#reader.next(); one; one = this.#reader.next()) this.#take(one)
    } catch (error) {
      this.#stream.destroy(error as Error)
    }
  }

  #take(packet: Packet) {
    if (packet.type === PACKET.connect) return this.#connect(packets.connectDataOf(packet))
    if (this.#isConnecting) return this.#connect(packet.body.toString('latin1', 2))
    if (packet.type === PACKET.marker) return this.#mark(packet.body.readUInt8(2))
    const flags = packet.body.readUInt16BE(0)
    if (flags & DATA.endOfFile) return void this.#stream.end()
    this.#request.push(packet.body.subarray(2))
    if (flags & DATA.endOfRequest) this.#respond()
  }

  /** @param asked null while it is still to come */
  #connect(asked: string | null) {
    this.#isConnecting = asked === null
    if (asked === null) return
    const { options, release } = this.standin
    if (options.isHandingOn && this.secureAgain) return this.#handOn(this.secureAgain)
    const other = options.listener?.(asked)
    if (other) return void this.#stream.write(other)
    const error = refusalOf(asked, options)
    if (error) return void this.#stream.end(packets.refusePacket(error))
    this.#stream.write(packets.acceptPacket(release.netVersion, PACKET_BYTES, release.netFlags))
    this.#reader.lengthBytes = 4
    const { users, answer } = options
    this.#session = new StandinSession(release, users, this.standin.nobody, answer)
    this.standin.sessions.add(this.#session)
  }

  #handOn(secureAgain: () => Duplex) {
    this.secureAgain = null
    const old = this.#stream.removeAllListeners('data')
    old.write(packets.packet(PACKET.resend, Buffer.alloc(0), { flags: SECOND_HANDSHAKE }), () => {
      this.#stream = this.#listenTo(secureAgain())
    })
  }

  #respond() {
    const request = Buffer.concat(this.#request.splice(0))
    const { deviate = (one) => one } = this.standin.options
    const answer = deviate(this.#session?.respond(request) ?? null, request)
    if (answer) this.#send(answer)
  }

  /** A client that interrupts, or gave up on an answer: both break, both reset, then it hears how the call ended. */
  #mark(kind: number) {
    if (kind !== MARKER.reset) {
      this.#isInterrupted = true
      this.standin.interruptions += kind === MARKER.interrupt ? 1 : 0
      this.#request = []
      this.#stream.write(packets.markerPacket(MARKER.break))
    } else if (this.#isInterrupted) {
      this.#isInterrupted = false
      this.#stream.write(packets.markerPacket(MARKER.reset))
      if (this.#session) this.#send(this.#session.cancelled())
    }
  }

  #send(message: Buffer) {
    const { endsAnswers } = this.standin.release
    const whole = endsAnswers
      ? Buffer.concat([message, Buffer.from([MESSAGE.endOfResponse])])
      : message
    const flags = endsAnswers ? DATA.endOfResponse : 0
    const { packetBytes = PACKET_BYTES } = this.standin.options
    this.#stream.write(Buffer.concat(packets.dataPackets(whole, packetBytes, flags)))
  }
}

function refusalOf(asked: string, { service, sid }: StandinOptions): number | null {
  const wanted = /\(SERVICE_NAME=([^)]*)\)/.exec(asked)?.[1]
  if (wanted !== undefined) return wanted === service ? null : 12_514
  return /\(SID=([^)]*)\)/.exec(asked)?.[1] === sid ? null : 12_505
}
