import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { ConnectorError } from '#connectors/connector_error'
import type { Line } from '#connectors/oracle/line'
import { PacketGuard } from '#connectors/oracle/packet_guard'

/**
 * What the driver is given for a socket. It takes all listeners off whatever it gets, which on the socket itself
 * would take ours off too; and it is fed whole packets that passed the guard, nothing else.
 */
export class DriverStream extends EventEmitter {
  #isFlowing = false
  /** Bytes that came since something was asked. */
  #taken = 0
  readonly #guard: PacketGuard

  constructor(
    readonly socket: Socket,
    private readonly line: Line
  ) {
    super()
    this.#guard = new PacketGuard(line)
    socket.on('error', (error) => {
      line.broke(error)
      // Without a listener this would throw.
      if (this.listenerCount('error') > 0) this.emit('error', error)
    })
    for (const event of ['end', 'close', 'drain']) socket.on(event, () => this.emit(event))
  }

  get remoteAddress() {
    return this.socket.remoteAddress
  }

  get remotePort() {
    return this.socket.remotePort
  }

  /** Bytes are taken from the socket only once somebody wants them: TLS may come in between. */
  override on(...[event, listener]: Parameters<EventEmitter['on']>): this {
    super.on(event, listener)
    if (event === 'data' && !this.#isFlowing) {
      this.#isFlowing = true
      this.socket.on('data', (chunk: Buffer) => this.#take(chunk))
    }
    return this
  }

  write(bytes: Buffer, done: (error?: Error | null) => void): boolean {
    this.#taken = 0
    return this.socket.write(bytes, done)
  }

  end() {
    this.socket.end()
  }

  destroy(error?: Error) {
    this.socket.destroy(error)
  }

  setNoDelay() {
    // Dialled sockets do not wait for more to send.
  }

  #take(chunk: Buffer) {
    if (this.socket.destroyed) return
    this.#taken += chunk.length
    if (this.#taken > this.line.mostOfAnAnswer) return this.line.cutOff(tooLarge(this.#taken))
    try {
      for (const packet of this.#guard.push(chunk)) this.emit('data', packet)
    } catch (error) {
      this.line.cutOff(error as Error)
    }
  }
}

function tooLarge(bytes: number): ConnectorError {
  const message = `A row of the table takes more than ${Math.floor(bytes / 1024 / 1024)} MB, which is more than can be imported.`
  const hint = 'Leave out the column that holds such large values.'
  return new ConnectorError('value_out_of_range', message, { hint })
}
