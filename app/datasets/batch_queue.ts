import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { buffersOf, type ColumnBatch } from '#connectors/columnar/column_batch'

/** What may be under way to the other thread: bytes, of any number of batches, and one batch however large. */
const UNDER_WAY = 16 * 1024 * 1024

/** How long a thread sleeps at once, in milliseconds, lest it misses its waking. */
const NAP = 1_000

type Parcel = ColumnBatch | 'end' | 'abandon'

/** What both ends share: counts parcels, and wakes whoever waits for one. */
export function newBell(): SharedArrayBuffer {
  return new SharedArrayBuffer(4)
}

/** The end that fills: it waits, without keeping its thread, until there is room. */
export class BatchSender {
  readonly #bell: Int32Array
  #underWay = 0
  #roomFound: (() => void) | null = null

  constructor(
    private readonly port: MessagePort,
    bell: SharedArrayBuffer
  ) {
    this.#bell = new Int32Array(bell)
    port.on('message', (bytes: number) => this.#taken(bytes))
  }

  /** Hands the batch over, buffers and all, and resolves when there is room for another. */
  async send(batch: ColumnBatch): Promise<void> {
    if (batch.rows === 0) return
    const buffers = buffersOf(batch)
    for (const { byteLength } of buffers) this.#underWay += byteLength
    this.#post(batch, buffers)
    if (this.#underWay < UNDER_WAY) return
    await new Promise<void>((resolve) => {
      this.#roomFound = resolve
    })
  }

  /** Nothing follows: what was sent is all, or is worth nothing. */
  end(how: 'end' | 'abandon') {
    this.#post(how)
  }

  /** Nobody takes anything any more: whoever waits for room goes on. */
  close() {
    this.port.close()
    this.#roomFound?.()
  }

  #post(parcel: Parcel, buffers: ArrayBuffer[] = []) {
    this.port.postMessage(parcel, buffers)
    Atomics.add(this.#bell, 0, 1)
    Atomics.notify(this.#bell, 0)
  }

  #taken(bytes: number) {
    this.#underWay -= bytes
    if (this.#underWay >= UNDER_WAY) return
    this.#roomFound?.()
    this.#roomFound = null
  }
}

/** The end that takes: it keeps its thread until there is something. */
export class BatchReceiver {
  readonly #bell: Int32Array
  #taken = 0

  constructor(
    private readonly port: MessagePort,
    bell: SharedArrayBuffer
  ) {
    this.#bell = new Int32Array(bell)
  }

  next(): Parcel {
    // By asking for more it says that it is done with the one before.
    if (this.#taken > 0) this.port.postMessage(this.#taken)
    for (;;) {
      const heard = Atomics.load(this.#bell, 0)
      const received = receiveMessageOnPort(this.port) as { message: Parcel } | undefined
      if (received) return this.#take(received.message)
      Atomics.wait(this.#bell, 0, heard, NAP)
    }
  }

  #take(parcel: Parcel): Parcel {
    this.#taken = typeof parcel === 'string' ? 0 : sizeOf(parcel)
    return parcel
  }
}

function sizeOf(batch: ColumnBatch): number {
  return buffersOf(batch).reduce((sum, { byteLength }) => sum + byteLength, 0)
}
