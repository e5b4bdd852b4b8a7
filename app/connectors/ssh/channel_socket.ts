import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { ClientChannel } from 'ssh2'

/** What drivers ask of a socket beside reading and writing. Deadlines and keeping alive are not theirs here. */
type Manners = 'setNoDelay' | 'setKeepAlive' | 'setTimeout' | 'ref' | 'unref' | 'destroySoon'

/**
 * A channel of an SSH connection in the manners of a socket: unlike the channel itself it is destroyed at once,
 * says so, and never leaves a write unanswered.
 */
export class ChannelSocket extends Duplex implements Record<Manners, () => unknown> {
  readonly connecting = false
  readonly pending = false
  readonly readyState = 'open'
  bytesRead = 0
  readonly #channel: ClientChannel

  constructor(
    channel: ClientChannel,
    /** As the SSH server was told. */
    readonly remoteAddress: string,
    readonly remotePort: number
  ) {
    super({ allowHalfOpen: false })
    this.#channel = channel
    channel.on('data', (chunk: Buffer) => {
      this.bytesRead += chunk.length
      if (!this.push(chunk)) channel.pause()
    })
    channel.on('end', () => this.push(null))
    channel.on('error', (error: Error) => this.destroy(error))
    channel.on('close', () => this.destroy())
    channel.stderr.resume()
    // As of any socket: whoever waits for it listens for itself.
    this.on('error', () => {})
  }

  /** For drivers, which know sockets alone and use no member that is not here. */
  get asSocket(): Socket {
    return this as unknown as Socket
  }

  override _read() {
    this.#channel.resume()
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void) {
    this.#channel.write(chunk, done)
  }

  override _final(done: (error?: Error | null) => void) {
    this.#channel.end()
    done()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void) {
    this.#channel.close()
    done(error)
  }

  destroySoon() {
    if (this.writableFinished) this.destroy()
    else this.end(() => this.destroy())
  }

  setNoDelay() {
    return this
  }

  setKeepAlive() {
    return this
  }

  setTimeout() {
    return this
  }

  ref() {
    return this
  }

  unref() {
    return this
  }
}
