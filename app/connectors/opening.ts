import type { Socket } from 'node:net'
import type { ProbeName } from '#connectors/contracts'
import { dialEndpoints } from '#connectors/dialer'
import type { EgressPolicy, Endpoint } from '#connectors/egress_policy'
import type { ProbeRecorder } from '#connectors/probe_recorder'
import { WireMeter } from '#connectors/wire_meter'

/**
 * One session from its first packet to its last: how an engine reaches its target, says which stages it passed,
 * and leaves behind what must be torn down, however the session ends.
 */
export class Opening {
  /** True once the session cannot be used any more. */
  isLost = false
  readonly #teardowns: (() => void)[] = []
  readonly #meters: WireMeter[] = []
  readonly #end = new AbortController()
  #endpoint: Endpoint | null = null
  #socket: Socket | null = null

  constructor(
    private readonly facts: {
      egress: EgressPolicy
      probes: ProbeRecorder
      wireBytes: number
      /** Aborts when the session must not be opened any more. */
      signal: AbortSignal
    }
  ) {}

  get signal(): AbortSignal {
    return this.facts.signal
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
   * Resolves and vets the host, connects, and returns the connected socket for the driver; passes dns and tcp.
   * The socket stays ours: it is metered, and destroyed when the session ends.
   *
   * @throws ConnectorError of the egress policy, or the system's error
   */
  async dial(host: string, port: number): Promise<Socket> {
    const endpoints = await this.facts.egress.resolve(host, port, this.signal)
    this.passed('dns')
    const socket = await dialEndpoints(endpoints, this.signal)
    this.passed('tcp')
    this.#endpoint = { address: socket.remoteAddress ?? '', port }
    this.#adopt(socket)
    return socket
  }

  /** Drops what was dialled, to sign in again in another way. */
  startOver() {
    const socket = this.#socket
    this.#socket = null
    socket?.destroy()
    this.isLost = false
  }

  /** A second connection to the address that was dialled, vetted again; for cancelling on the server. */
  async redial(): Promise<Socket> {
    if (!this.#endpoint) throw new TypeError('Nothing was dialled yet')
    const { address, port } = this.#endpoint
    const { signal } = this.#end
    const socket = await dialEndpoints(
      await this.facts.egress.resolve(address, port, signal),
      signal
    )
    this.onTeardown(() => socket.destroy())
    return socket
  }

  /** Ends something of the session at once and without waiting: a socket, a worker. */
  onTeardown(teardown: () => void) {
    if (this.#end.signal.aborted) teardown()
    else this.#teardowns.push(teardown)
  }

  /** The driver says that the session is gone. */
  lost() {
    this.isLost = true
  }

  /** Counts what the target sends during one operation. */
  startMeters() {
    for (const meter of this.#meters) meter.start()
  }

  stopMeters() {
    for (const meter of this.#meters) meter.stop()
  }

  tearDown() {
    this.isLost = true
    this.stopMeters()
    this.#end.abort(new Error('The session has ended'))
    for (const teardown of this.#teardowns.splice(0)) teardown()
  }

  #adopt(socket: Socket) {
    this.#socket = socket
    this.#meters.push(new WireMeter(socket, this.facts.wireBytes))
    this.startMeters()
    this.onTeardown(() => socket.destroy())
    for (const event of ['error', 'close']) {
      socket.once(event, () => this.#socket === socket && this.lost())
    }
  }
}
