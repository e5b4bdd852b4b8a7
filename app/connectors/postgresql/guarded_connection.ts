import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import pg from 'pg'
import { MessageGuard } from '#connectors/postgresql/message_guard'

/** Members of the driver's connection that its types leave out. */
interface ConnectionInternals {
  attachListeners(stream: EventEmitter): void
}

/** The driver's connection over a socket that is already connected, and encrypted where it has to be. */
export class GuardedConnection extends pg.Connection {
  constructor(
    private readonly socket: Socket,
    private readonly limits: { maxBytes: number; isEncrypted: boolean }
  ) {
    super({ stream: () => socket })
  }

  /** The driver calls this to connect. */
  connect() {
    this.socket.on('error', (error) => this.emit('error', error))
    this.socket.on('close', () => this.emit('end'))
    const internals = this as unknown as ConnectionInternals
    internals.attachListeners(this.#guardedMessages())
    queueMicrotask(() => this.emit('connect'))
  }

  /** What the driver's parser reads from; whatever it throws ends the session and not the process. */
  #guardedMessages(): EventEmitter {
    const messages = new EventEmitter()
    const guard = new MessageGuard(this.limits, (buffer) => messages.emit('data', buffer))
    this.socket.on('data', (chunk: Buffer) => {
      if (this.socket.destroyed) return
      try {
        guard.push(chunk)
      } catch (error) {
        this.socket.destroy(error as Error)
      }
    })
    this.socket.on('end', () => messages.emit('end'))
    return messages
  }
}
