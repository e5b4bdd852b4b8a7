import type { Socket } from 'node:net'
import { WireMeter } from '#connectors/wire_meter'

/** What one session has: sockets, what is counted on them, and whatever else must not outlive it. */
export class OwnedSockets {
  readonly #teardowns = new Set<() => void>()
  readonly #meters = new Set<WireMeter>()
  #isOver = false

  /** @param wireBytes that a target may send during one operation, over each socket */
  constructor(private readonly wireBytes: number) {}

  /** Ends with the session; what ended before it is forgotten, for sessions may last. */
  own(socket: Socket): Socket {
    const end = () => socket.destroy()
    this.onTeardown(end)
    socket.once('close', () => this.#teardowns.delete(end))
    return socket
  }

  /** The same, and what comes in is counted. */
  meter(socket: Socket): Socket {
    const meter = new WireMeter(socket, this.wireBytes)
    this.#meters.add(meter)
    meter.start()
    socket.once('close', () => {
      meter.stop()
      this.#meters.delete(meter)
    })
    return this.own(socket)
  }

  startMeters() {
    for (const meter of this.#meters) meter.start()
  }

  stopMeters() {
    for (const meter of this.#meters) meter.stop()
  }

  /** At once when all is over already. */
  onTeardown(teardown: () => void) {
    if (this.#isOver) teardown()
    else this.#teardowns.add(teardown)
  }

  tearDown() {
    this.#isOver = true
    this.stopMeters()
    const teardowns = [...this.#teardowns]
    this.#teardowns.clear()
    for (const teardown of teardowns) withoutFail(teardown)
  }
}

/** Whatever one teardown trips over, the others follow: they give back what others wait for. */
function withoutFail(teardown: () => void) {
  try {
    teardown()
  } catch {
    // It is gone already, in whatever way.
  }
}
