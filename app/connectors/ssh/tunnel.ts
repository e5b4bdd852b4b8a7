import type { Socket } from 'node:net'
import { DeadlinePassed } from '#connectors/abortable'
import { isMetadataAddress, isMetadataName } from '#connectors/address_ranges'
import type { ServedHostKey } from '#connectors/contracts'
import { parseHost } from '#connectors/host_name'
import type { SshServer } from '#connectors/ssh/server'
import {
  mute,
  neverThrough,
  silent,
  silentBehind,
  stalled,
  unreachable,
} from '#connectors/ssh/refusals'
import type { SshSession } from '#connectors/ssh/session'

interface TunnelFacts {
  /** Resolves, vets and dials the SSH server; the socket is ended by whoever gave it. */
  reach(host: string, port: number): Promise<Socket>
  onHostKey(served: ServedHostKey): void
  /** The server let us in and opened the way to the target. */
  onThrough(): void
}

/** The way to a target through an SSH server: one connection to it, and a channel for each that is dialled. */
export class Tunnel {
  #session: Promise<SshSession> | null = null
  #open: SshSession | null = null
  /** What is waited for now: the SSH server, its letting us in, or what it was asked to reach. */
  #awaiting: 'server' | 'entrance' | { target: string } | null = null
  /** The SSH server let us in and then fell silent: nothing behind it is to blame. */
  #isStalled = false

  constructor(
    private readonly server: SshServer,
    private readonly facts: TunnelFacts
  ) {}

  /**
   * A connection to a host and port as they are seen from the SSH server.
   *
   * @throws ConnectorError of the SSH server, or the signal's reason
   */
  async dial(host: string, port: number, signal: AbortSignal): Promise<Socket> {
    const name = this.#nameOf(host)
    this.#session ??= this.#enter(signal)
    const session = await this.#session
    this.#awaiting = { target: `${name}:${port}` }
    const channel = await session.forward(name, port)
    this.#awaiting = null
    if (signal.aborted) channel.destroy()
    signal.throwIfAborted()
    this.facts.onThrough()
    return channel.asSocket
  }

  /** What the way through did is not the target's doing: says whose it is. */
  explain(error: unknown): unknown {
    if (this.#isStalled) return stalled(this.server)
    if (!(error instanceof DeadlinePassed) || error.phase !== 'connect') return error
    const seconds = Math.round(error.ms / 1_000)
    if (this.#awaiting === null) return error
    if (this.#awaiting === 'server') return silent(this.server, seconds)
    if (this.#awaiting === 'entrance') return mute(this.server, seconds)
    return silentBehind(this.server, this.#awaiting.target, seconds)
  }

  /** Says goodbye to the SSH server. */
  close() {
    this.#open?.close()
  }

  /** The driver is loaded here, so that targets without a tunnel never load it. */
  async #enter(signal: AbortSignal): Promise<SshSession> {
    this.#awaiting = 'server'
    const [{ openSshSession }, { privateKeyOf }] = await Promise.all([
      import('#connectors/ssh/session'),
      import('#connectors/ssh/key'),
    ])
    const key = await privateKeyOf(this.server, signal)
    const socket = await this.#reach()
    socket.once('close', () => (this.#session = this.#open = null))
    this.#awaiting = 'entrance'
    this.#open = await openSshSession(socket, this.server, key, {
      onHostKey: this.facts.onHostKey,
      onStalled: () => (this.#isStalled = true),
    })
    return this.#open
  }

  async #reach(): Promise<Socket> {
    try {
      return await this.facts.reach(this.server.host, this.server.port)
    } catch (error) {
      if (error instanceof DeadlinePassed) throw error
      throw unreachable(error, this.server)
    }
  }

  /** Whatever else is over there is for the SSH server to allow, but never the secrets of its cloud. */
  #nameOf(host: string): string {
    const parsed = parseHost(host)
    if (parsed.kind === 'address') {
      if (isMetadataAddress(parsed.address)) throw neverThrough(this.server)
      return parsed.address.toString()
    }
    if (isMetadataName(parsed.name)) throw neverThrough(this.server)
    return parsed.name
  }
}
