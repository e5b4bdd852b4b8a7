import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import pg from 'pg'
import { type CopySink, MessageGuard } from '#connectors/postgresql/message_guard'

/** Members of the driver's connection that its types leave out. */
interface ConnectionInternals {
  attachListeners(stream: EventEmitter): void
}

/** The driver's connection over a socket that is already connected, and encrypted where it has to be. */
export class GuardedConnection extends pg.Connection {
  readonly #messages = new EventEmitter()
  readonly #guard: MessageGuard

  constructor(
    private readonly socket: Socket,
    limits: { maxBytes: number; isEncrypted: boolean }
  ) {
    super({ stream: () => socket })
    this.#guard = new MessageGuard(limits, (buffer) => this.#messages.emit('data', buffer))
  }

  /** Where copied data goes, while something is copied out. */
  copyTo(sink: CopySink | null) {
    this.#guard.copySink = sink
  }

  /** Nothing more is read until `resume`: what the server sends waits over there. */
  pause() {
    this.socket.pause()
  }

  resume() {
    this.socket.resume()
  }

  /** Ends the session: what the server sends cannot be understood, or does not end. */
  breakOff(error: Error) {
    this.socket.destroy(error)
  }

  /** The driver calls this to connect. */
  connect() {
    this.socket.on('error', (error) => this.emit('error', error))
    this.socket.on('close', () => this.emit('end'))
    const internals = this as unknown as ConnectionInternals
    this.#guardMessages()
    internals.attachListeners(this.#messages)
    queueMicrotask(() => this.emit('connect'))
  }

  /** Whatever is thrown on the way to the driver, or by its parser, ends the session and not the process. */
  #guardMessages() {
    this.socket.on('data', (chunk: Buffer) => {
      if (this.socket.destroyed) return
      try {
        this.#guard.push(chunk)
      } catch (error) {
        this.socket.destroy(error as Error)
      }
    })
    this.socket.on('end', () => this.#messages.emit('end'))
  }
}
