import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { DeadlinePassed } from '#connectors/abortable'
import type { ProbeName, Target } from '#connectors/contracts'
import { dialEndpoints } from '#connectors/dialer'
import type { EgressPolicy } from '#connectors/egress_policy'
import { OwnedSockets } from '#connectors/owned_sockets'
import type { ProbeRecorder, Shown } from '#connectors/probe_recorder'
import { secureSocket } from '#connectors/secure_socket'
import { sshServerOf } from '#connectors/ssh/server'
import type { TlsPlan } from '#connectors/tls'
import { Tunnel } from '#connectors/ssh/tunnel'

/**
 * One session from its first packet to its last: how an engine reaches its target, says which stages it passed,
 * and leaves behind what must be torn down, however the session ends.
 */
export class Opening {
  /** True once the session cannot be used any more. */
  isLost = false
  farewell: (() => Promise<void>) | null = null
  readonly #sockets: OwnedSockets
  readonly #end = new AbortController()
  readonly #tunnel: Tunnel | null
  #dialAgain: (() => Promise<Socket>) | null = null
  #socket: Socket | null = null
  /** Whoever answered last, also when the session does not use it any more. */
  #lastReached: Socket | null = null
  #stream: Duplex | null = null

  constructor(
    private readonly facts: {
      /** It may be reached through an SSH server. */
      target: Target
      egress: EgressPolicy
      probes: ProbeRecorder
      wireBytes: number
      /** The session is opened to change something: it must not be a read-only one. */
      writes?: boolean
      /** The session is opened to read tables whole: no statement of it has a deadline. */
      imports?: boolean
      /** Aborts when the session must not be opened any more. */
      signal: AbortSignal
    }
  ) {
    this.#sockets = new OwnedSockets(facts.wireBytes)
    this.#tunnel = this.#tunnelTo(facts.target)
  }

  get signal(): AbortSignal {
    return this.facts.signal
  }

  /** Whether the session is opened to change something; all others are read-only wherever the engine can. */
  get writes(): boolean {
    return this.facts.writes ?? false
  }

  /** Whether the session is opened to read tables whole; then no statement of it has a deadline. */
  get imports(): boolean {
    return this.facts.imports ?? false
  }

  /** The stage ended well. */
  passed(probe: ProbeName) {
    this.facts.probes.pass(probe)
  }

  /** The stage is not needed with this configuration. */
  skipped(probe: ProbeName) {
    this.facts.probes.skip(probe)
  }

  /**
   * Resolves and vets the host, connects, and returns the connected socket for the driver; passes dns and tcp. With
   * a tunnel these are the SSH server's, and the host is resolved over there; passes ssh.
   * The socket stays ours: it is metered, and destroyed when the session ends.
   *
   * @param signal for one of several hosts: gives it up before the whole opening
   * @throws ConnectorError of the egress policy or of the tunnel, or the system's error
   */
  async dial(host: string, port: number, signal: AbortSignal = this.signal): Promise<Socket> {
    const socket = await (this.#tunnel
      ? this.#dialThrough(this.#tunnel, host, port, signal)
      : this.#dialDirectly(host, port, signal))
    this.#socket = socket
    this.#lastReached = socket
    this.#stream = socket
    for (const event of ['error', 'close']) {
      socket.once(event, () => this.#socket === socket && this.lost())
    }
    return socket
  }

  /** TLS over what was dialled; shows the certificate, judges it, and passes the stage. */
  async secure(stream: Duplex, plan: TlsPlan): Promise<TLSSocket> {
    const secure = await secureSocket(stream, plan, this.signal, (certificate) =>
      this.noted('tls', { certificate })
    )
    this.passed('tls')
    this.#stream = secure
    return secure
  }

  /** TLS over a second connection, or a second try: nothing is reported. */
  secureAgain(stream: Duplex, plan: TlsPlan): Promise<TLSSocket> {
    return secureSocket(stream, plan, this.#end.signal, () => {})
  }

  /** What a stage showed, for those who must approve it. */
  noted(probe: ProbeName, shown: Shown) {
    this.facts.probes.note(probe, shown)
  }

  /**
   * From here on nothing that is written leaves: what was cancelled must not be followed by the next query of work
   * that nobody waits for any more.
   */
  hold() {
    this.#stream?.cork()
  }

  /** Drops what was dialled, to sign in again in another way. */
  startOver() {
    const socket = this.#socket
    this.#socket = null
    socket?.destroy()
    this.isLost = false
  }

  /**
   * A second connection to the address that was dialled, vetted again, or through the same tunnel; for cancelling on
   * the server.
   */
  async redial(): Promise<Socket> {
    if (!this.#dialAgain) throw new TypeError('Nothing was dialled yet')
    return this.#sockets.meter(await this.#dialAgain())
  }

  /** A connection to another server that the session needs beside its own: vetted and metered like it. */
  async dialBeside(host: string, port: number): Promise<Socket> {
    return this.#sockets.meter(await this.#connect(host, port, this.#end.signal))
  }

  /** Why the session failed, for errors that are the tunnel's doing, or of one who answers and then falls silent. */
  explain(error: unknown): unknown {
    const explained = this.#tunnel ? this.#tunnel.explain(error) : error
    const isTimeout = explained instanceof DeadlinePassed && explained.phase === 'connect'
    if (!isTimeout || !this.#lastReached) return explained
    const met = this.#lastReached.bytesRead > 0 ? 'words' : 'silence'
    return new DeadlinePassed('connect', explained.ms, met)
  }

  /**
   * What the server must still be told when the session is given up before it is open. It has a moment for it, which
   * nobody waits for; then everything is torn down.
   */
  onGivenUp(farewell: () => Promise<void>) {
    this.farewell = farewell
  }

  /** Ends something of the session at once and without waiting: a socket, a worker. */
  onTeardown(teardown: () => void) {
    this.#sockets.onTeardown(teardown)
  }

  /** The driver says that the session is gone. */
  lost() {
    this.isLost = true
  }

  /** Counts what the target sends during one operation. */
  startMeters() {
    this.#sockets.startMeters()
  }

  stopMeters() {
    this.#sockets.stopMeters()
  }

  tearDown() {
    this.isLost = true
    this.#end.abort(new Error('The session has ended'))
    this.#sockets.tearDown()
  }

  #tunnelTo(target: Target): Tunnel | null {
    const server = sshServerOf(target)
    if (!server) return null
    const tunnel = new Tunnel(server, {
      reach: (host, port) => this.#reach(host, port),
      onHostKey: (hostKey) => this.noted('ssh', { hostKey }),
      onThrough: () => this.passed('ssh'),
    })
    this.onTeardown(() => tunnel.close())
    return tunnel
  }

  async #dialThrough(
    tunnel: Tunnel,
    host: string,
    port: number,
    signal: AbortSignal
  ): Promise<Socket> {
    const socket = await tunnel.dial(host, port, signal)
    this.#dialAgain = () => tunnel.dial(host, port, this.#end.signal)
    // What comes in is counted on the way to the SSH server.
    return this.#sockets.own(socket)
  }

  async #dialDirectly(host: string, port: number, signal: AbortSignal): Promise<Socket> {
    const socket = await this.#reach(host, port, signal)
    this.skipped('ssh')
    const address = socket.remoteAddress ?? ''
    this.#dialAgain = () => this.#connect(address, port, this.#end.signal)
    return socket
  }

  /** Over the network. */
  async #reach(host: string, port: number, signal = this.signal): Promise<Socket> {
    const socket = await this.#connect(host, port, signal, () => this.passed('dns'))
    this.passed('tcp')
    return this.#sockets.meter(socket)
  }

  async #connect(
    host: string,
    port: number,
    signal: AbortSignal,
    onResolved = () => {}
  ): Promise<Socket> {
    const endpoints = await this.facts.egress.resolve(host, port, signal)
    onResolved()
    return dialEndpoints(endpoints, signal)
  }
}
