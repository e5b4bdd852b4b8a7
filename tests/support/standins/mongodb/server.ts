import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { duplexPair } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Document } from 'mongodb'
import type { KeyPair } from '#tests/support/certificates'
import { Cursors } from '#tests/support/standins/mongodb/cursors'
import { Peer } from '#tests/support/standins/mongodb/peer'
import type { User } from '#tests/support/standins/mongodb/sign_in'
import { Store } from '#tests/support/standins/mongodb/store'

/** The first byte of a TLS handshake (RFC 8446, section 5.1). */
const TLS_HANDSHAKE = 22

export interface StandInFacts {
  version: string
  /** Nobody has to sign in where there are none. */
  users: Record<string, User>
  /** Like `net.tls.mode`: both on one port, or only what is encrypted. */
  tls: { keys: KeyPair; isRequired: boolean } | null
  /** What it says of itself beside the usual. */
  hello: () => Document
  /** Commands that fail, and how. */
  refusals: Record<string, { code: number; message: string }>
}

/**
 * Speaks MongoDB's wire protocol over collections in memory, as the public manual and driver specifications describe
 * it. It stands in where no MongoDB can be had: what it was not told, it refuses like a server would.
 */
export class MongodbStandIn {
  readonly facts: StandInFacts
  readonly store: Store
  readonly cursors = new Cursors()
  /** Operations that were stopped by killing their session. */
  interrupted = 0
  /** What was before this time is forgotten. */
  oldestTime = 0
  /** Connections it ever had. */
  accepted = 0
  readonly #peers = new Set<Peer>()
  readonly #server: Server

  private constructor(facts: Partial<StandInFacts>, store: Store) {
    this.store = store
    this.facts = {
      version: '7.0.14',
      users: {},
      tls: null,
      hello: () => ({}),
      refusals: {},
      ...facts,
    }
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket))
  }

  static async start(
    facts: Partial<StandInFacts> = {},
    store = new Store()
  ): Promise<MongodbStandIn> {
    const standIn = new MongodbStandIn(facts, store)
    standIn.#server.listen(0, '127.0.0.1')
    await once(standIn.#server, 'listening')
    return standIn
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get hasAccessControl(): boolean {
    return Object.keys(this.facts.users).length > 0
  }

  get isReplicaSet(): boolean {
    return this.facts.hello().setName !== undefined
  }

  /** Connections of a program that says that it is called so. */
  connectionsOf(applicationName: string): number {
    return [...this.#peers].filter((peer) => peer.applicationName === applicationName).length
  }

  /** Operations that wait for something that does not come. */
  get waiting(): number {
    return [...this.#peers].filter((peer) => peer.isWaiting).length
  }

  interrupt(sessionId: string) {
    for (const peer of this.#peers) peer.interrupt(sessionId)
  }

  async stop(): Promise<void> {
    for (const { socket } of this.#peers) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #accept(socket: Socket) {
    this.accepted += 1
    socket.on('error', () => {})
    socket.once('data', (chunk: Buffer) => {
      socket.pause()
      socket.unshift(chunk)
      this.#welcome(socket, chunk[0] === TLS_HANDSHAKE)
      socket.resume()
    })
  }

  #welcome(socket: Socket, isEncrypted: boolean) {
    const { tls } = this.facts
    if (isEncrypted ? !tls : tls?.isRequired) {
      socket.destroy()
      return
    }
    const stream = isEncrypted && tls ? decrypted(socket, tls.keys) : socket
    const peer = new Peer(this, stream, socket)
    this.#peers.add(peer)
    socket.once('close', () => this.#peers.delete(peer))
  }
}

/** TLS takes over what was not read from a socket yet, and here the first bytes were: it gets a copy of the stream. */
function decrypted(socket: Socket, { cert, key }: KeyPair): TLSSocket {
  const [ours, theirs] = duplexPair()
  socket.pipe(ours).pipe(socket)
  return new TLSSocket(theirs, { isServer: true, cert, key })
}
