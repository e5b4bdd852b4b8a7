import { Duplex } from 'node:stream'
import { BSON, type Document, MongoServerError } from 'mongodb'
import { ConnectorError } from '#connectors/connector_error'
import { fieldOf } from '#connectors/mongodb/bson_reader'
import {
  commandFrame,
  type Frame,
  FrameReader,
  LARGEST_REPLY,
  malformed,
  requestIdOf,
} from '#connectors/mongodb/frame'

/** Numbers of our own messages; the driver's begin at 1 in every process and never get here. */
const FIRST_REQUEST = 0x40_00_00_00

interface Waiting {
  resolve(body: Buffer): void
  reject(error: Error): void
}

/**
 * One session's stream: the driver's while it signs in, ours afterwards. Several commands may be under way at once,
 * which the driver cannot: what a preview asks costs one round trip, and so do the counts of a thousand collections.
 */
export class Wire {
  /** What the driver takes for its socket. */
  readonly handshake: Duplex
  readonly #stream: Duplex
  readonly #waiting = new Map<number, Waiting>()
  #awaitedByDriver: number | null = null
  #lastRequest = FIRST_REQUEST
  #failure: Error | null = null

  constructor(stream: Duplex, wireBytes: number) {
    this.#stream = stream
    this.handshake = new HandshakeStream((message, done) => {
      this.#awaitedByDriver = requestIdOf(message)
      stream.write(message, done)
    })
    const reader = new FrameReader(Math.min(LARGEST_REPLY, wireBytes))
    stream.on('data', (chunk: Buffer) => this.#receive(reader, chunk))
    stream.once('error', (error) => this.#fail(error))
    stream.once('close', () => this.#fail(new HungUp()))
  }

  /**
   * Sends one command and resolves with the BSON of its answer.
   *
   * @throws MongoServerError with the server's code, HungUp, or what ended the stream
   */
  async send(database: string, command: Document): Promise<Buffer> {
    if (this.#failure) throw this.#failure
    const requestId = ++this.#lastRequest
    const body = await new Promise<Buffer>((resolve, reject) => {
      this.#waiting.set(requestId, { resolve, reject })
      // What is asked at once leaves at once, in one packet.
      this.#stream.cork()
      process.nextTick(() => this.#stream.uncork())
      this.#stream.write(commandFrame(requestId, BSON.serialize({ ...command, $db: database })))
    })
    const refusal = refusalIn(body)
    if (refusal) throw refusal
    return body
  }

  #receive(reader: FrameReader, chunk: Buffer) {
    if (this.#failure) return
    try {
      for (const frame of reader.read(chunk)) this.#deliver(frame)
    } catch (error) {
      this.#stream.destroy(error as Error)
      this.#fail(error as Error)
    }
  }

  /** @throws ConnectorError for an answer to what nobody asked */
  #deliver({ responseTo, body, bytes }: Frame) {
    if (responseTo === this.#awaitedByDriver) {
      this.#awaitedByDriver = null
      this.handshake.push(bytes)
      return
    }
    const waiting = this.#waiting.get(responseTo)
    if (!waiting) throw malformed()
    this.#waiting.delete(responseTo)
    waiting.resolve(body)
  }

  #fail(error: Error) {
    this.#failure ??= error
    this.handshake.destroy(this.#failure)
    for (const { reject } of this.#waiting.values()) reject(this.#failure)
    this.#waiting.clear()
  }
}

/** The other end closed the stream while something was still to come. */
export class HungUp extends Error {
  /** In the system's words. */
  readonly code = 'ECONNRESET'

  constructor() {
    super('The server closed the connection')
  }
}

/** Whether this, or what it wraps, is the other end going away without a word. */
export function hasHungUp(error: unknown): boolean {
  const { code, cause } = Object(error) as { code?: unknown; cause?: unknown }
  return code === 'ECONNRESET' || (cause !== undefined && hasHungUp(cause))
}

/** Like a socket, as far as the driver looks. */
class HandshakeStream extends Duplex {
  constructor(
    private readonly pass: (message: Buffer, done: (error?: Error | null) => void) => void
  ) {
    super()
    // The driver hears of it too, unless it no longer listens.
    this.on('error', () => {})
  }

  _read() {}

  _write(message: Buffer, _: BufferEncoding, done: (error?: Error | null) => void) {
    this.pass(message, done)
  }

  setTimeout = () => this
  setKeepAlive = () => this
  setNoDelay = () => this
}

/** @throws ConnectorError `wrong_protocol` */
function refusalIn(body: Buffer): Error | null {
  const ok = fieldOf(body, 'ok')
  if (ok?.value.some((byte) => byte !== 0)) return null
  return new MongoServerError(decoded(body))
}

/** @throws ConnectorError `wrong_protocol` when it is not BSON */
export function decoded(body: Buffer): Document {
  try {
    return BSON.deserialize(body)
  } catch (cause) {
    throw new ConnectorError('wrong_protocol', undefined, { cause })
  }
}
