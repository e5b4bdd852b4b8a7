import { EventEmitter } from 'node:events'
import type { Logger } from '@adonisjs/core/logger'
import { loggable } from '#exceptions/loggable'

/** How the bell reaches other processes, where there is a way. */
export interface BellWire {
  publish(datasetId: string): Promise<unknown>
  subscribe(heard: (datasetId: string) => void): void
  close(): Promise<void>
}

/** Whoever hears it looks at the rows: it carries ids, and being missed costs a moment. */
export class Doorbell {
  readonly #heard = new EventEmitter().setMaxListeners(0)
  #listens = false

  constructor(
    private readonly wire: BellWire | null,
    private readonly logger: Pick<Logger, 'warn'>
  ) {}

  /** Something waits for a worker; with an id, something about this dataset that is under way. */
  async ring(datasetId = ''): Promise<void> {
    this.#heard.emit('ring', datasetId)
    try {
      await this.wire?.publish(datasetId)
    } catch (error) {
      this.logger.warn(
        { error: loggable(error) },
        'workers elsewhere were not rung; they will look'
      )
    }
  }

  /** @returns what ends it */
  listen(hear: (datasetId: string) => void): () => void {
    if (!this.#listens) this.wire?.subscribe((id) => void this.#heard.emit('ring', id))
    this.#listens = true
    this.#heard.on('ring', hear)
    return () => void this.#heard.off('ring', hear)
  }

  async close(): Promise<void> {
    this.#heard.removeAllListeners()
    await this.wire?.close()
  }
}
