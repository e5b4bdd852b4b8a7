import type { Socket } from 'node:net'

/** How often sockets are looked at whose bytes pass us by, as they do below TLS. */
const INTERVAL = 25

/** A target sent more than one operation may bring. */
export class WireLimitExceeded extends Error {
  constructor() {
    super('The target sent more than the limit on bytes')
  }
}

/** Whether this, or what it wraps, says that the target was cut off. */
export function isOverLimit(error: unknown): boolean {
  return (
    error instanceof WireLimitExceeded ||
    (error instanceof Error && isOverLimit(error.cause ?? null))
  )
}

/**
 * Cuts off a target that sends without end: drivers keep whole messages and results in memory, however long.
 * In clear it counts each chunk before the driver gets it; below TLS the socket's own counter is watched.
 */
export class WireMeter {
  #limitAt: number
  #watch: NodeJS.Timeout | undefined

  constructor(
    private readonly socket: Socket,
    private readonly limit: number
  ) {
    this.#limitAt = limit
    const push = socket.push
    socket.push = (chunk: unknown, encoding?: BufferEncoding) => {
      if (this.#isOver()) {
        this.#cutOff()
        return false
      }
      return push.call(socket, chunk, encoding)
    }
  }

  /** Counts anew from here, until `stop`. */
  start() {
    this.#limitAt = this.socket.bytesRead + this.limit
    this.#watch ??= setInterval(() => this.#isOver() && this.#cutOff(), INTERVAL).unref()
  }

  stop() {
    clearInterval(this.#watch)
    this.#watch = undefined
  }

  #isOver(): boolean {
    return this.socket.bytesRead > this.#limitAt
  }

  #cutOff() {
    this.stop()
    this.socket.destroy(new WireLimitExceeded())
  }
}
