import type { AuditEntry } from '#audit/audit_trail'

/** Events that one transaction adds at most. */
const BATCH = 100
/** Events that wait in this process at most: a second's worth of what a busy server reads. */
const MAX_WAITING = 10_000

interface Waiting {
  entry: AuditEntry
  written: () => void
  failed: (error: unknown) => void
}

/** While some events of a chain are being written, those that follow wait, and are then written all at once. */
export class EventQueue {
  readonly #waiting = new Map<string, Waiting[]>()
  #size = 0

  constructor(
    private readonly write: (chainId: string, entries: AuditEntry[]) => Promise<unknown>
  ) {}

  /** Resolves when the event is committed; rejects when it is not, as all do that were written with it. */
  add(chainId: string, entry: AuditEntry): Promise<void> {
    if (this.#size >= MAX_WAITING) return Promise.reject(new Error('Too many events wait'))
    this.#size++
    return new Promise((written, failed) => {
      const waiting = this.#waiting.get(chainId)
      const event = { entry, written, failed }
      if (waiting) waiting.push(event)
      else void this.#drain(chainId, [event])
    })
  }

  async #drain(chainId: string, waiting: Waiting[]): Promise<void> {
    this.#waiting.set(chainId, waiting)
    while (waiting.length > 0) await this.#flush(chainId, waiting.splice(0, BATCH))
    this.#waiting.delete(chainId)
  }

  async #flush(chainId: string, batch: Waiting[]): Promise<void> {
    try {
      const entries = batch.map(({ entry }) => entry)
      await this.write(chainId, entries)
      for (const { written } of batch) written()
    } catch (error) {
      for (const { failed } of batch) failed(error)
    } finally {
      this.#size -= batch.length
    }
  }
}
