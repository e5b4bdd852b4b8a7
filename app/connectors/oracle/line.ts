import { AsyncLocalStorage } from 'node:async_hooks'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { ConnectorError } from '#connectors/connector_error'
import type { Opening } from '#connectors/opening'
import type { TlsPlan } from '#connectors/tls'

/** Of one answer to an import: more than rows that travel together can have, or one row with a LONG. */
const MOST_OF_AN_ANSWER = 128 * 1024 * 1024

interface Address {
  host: string
  port: number
}

/** The way of one session to its server: from the listener, perhaps by a redirect, to who serves it. */
export class Line {
  /** Why the stream broke; the driver keeps only the words of it. */
  failure: unknown
  #target: Address
  #socket: Socket | null = null
  #isRedirected = false
  #isSecured = false

  constructor(
    private readonly opening: Opening,
    listener: Address,
    /** Null for a session in clear. */
    private readonly tlsFor: (host: string) => TlsPlan | null
  ) {
    this.#target = listener
  }

  get isForImports(): boolean {
    return this.opening.imports
  }

  /** Bytes after which an answer is cut off; whoever reads only a little is metered as a whole. */
  get mostOfAnAnswer(): number {
    return this.isForImports ? MOST_OF_AN_ANSWER : Number.POSITIVE_INFINITY
  }

  get isEncrypted(): boolean {
    return this.tlsFor(this.#target.host) !== null
  }

  /** The next connection goes where the listener said; it is vetted like the first. */
  redirectTo(address: Address) {
    this.#target = address
    this.#isRedirected = true
  }

  async dial(): Promise<Socket> {
    if (this.#isRedirected) this.opening.startOver()
    const { host, port } = this.#target
    this.#socket = await this.opening.dial(host, port)
    // From here on a redirect would be a new one.
    this.#isRedirected = false
    return this.#socket
  }

  /** TLS over what was dialled; servers ask for a second handshake once they have handed the session on. */
  async secure(socket: Duplex): Promise<TLSSocket> {
    const plan = this.tlsFor(this.#target.host)
    if (!plan) throw new ConnectorError('wrong_protocol')
    const isFirst = !this.#isSecured
    this.#isSecured = true
    return isFirst ? this.opening.secure(socket, plan) : this.opening.secureAgain(socket, plan)
  }

  broke(error: unknown) {
    this.failure ??= error
  }

  /** The server ended the session. */
  lost() {
    this.opening.lost()
  }

  /** Ends what must not go on: the driver would try to come to terms with the server first. */
  cutOff(error: Error) {
    this.broke(error)
    this.#socket?.destroy(error)
  }
}

/** Whose session the driver is working on. */
export const lines = new AsyncLocalStorage<Line>()
