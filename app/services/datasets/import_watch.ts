import datasetsConfig from '#config/datasets'
import type { Doorbell } from '#services/datasets/doorbell'
import { ImportLeaseLost, type ImportLease } from '#services/datasets/import_lease'

/** Somebody cancelled the import, or deleted its dataset. */
export class ImportUnwanted extends Error {
  constructor() {
    super('The import was cancelled')
  }
}

/** The process that has the import is told to end. */
export class WorkerStops extends Error {
  constructor() {
    super('The worker stops')
  }
}

const { pulse, progress } = datasetsConfig.worker

/**
 * Keeps a lease while an import is under way, and tells when it is to end: because nobody wants it any more, because
 * another worker has it, or because this one is to stop.
 */
export class ImportWatch {
  readonly #end = new AbortController()
  readonly #timer: NodeJS.Timeout
  readonly #unlisten: () => void
  #lastRenewed = performance.now()
  #lastFlushed = 0
  #looking: Promise<void> | null = null

  constructor(
    private readonly lease: ImportLease,
    doorbell: Doorbell,
    private readonly stop: AbortSignal,
    private readonly flush: () => Promise<void>
  ) {
    this.#timer = setInterval(() => this.#look(), pulse)
    this.#unlisten = doorbell.listen((id) => id === lease.datasetId && this.#look())
    stop.addEventListener('abort', this.#stopped)
    if (stop.aborted) this.#stopped()
  }

  /** Its reason is one of the errors above, `ImportLeaseLost`, or what `fail` was given. */
  get signal(): AbortSignal {
    return this.#end.signal
  }

  fail(error: unknown): void {
    this.#end.abort(error)
  }

  /** Resolves when nothing of it is under way any more. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#unlisten()
    this.stop.removeEventListener('abort', this.#stopped)
    await this.#looking
  }

  readonly #stopped = () => this.#end.abort(new WorkerStops())

  #look(): void {
    if (this.#end.signal.aborted) return
    this.#looking ??= this.#check()
      .catch((error: unknown) => this.#unanswered(error))
      .finally(() => (this.#looking = null))
  }

  async #check(): Promise<void> {
    if (await this.lease.isUnwanted()) return this.#end.abort(new ImportUnwanted())
    const now = performance.now()
    if (now - this.#lastFlushed >= progress) {
      this.#lastFlushed = now
      await this.flush()
    }
    if (now - this.#lastRenewed >= this.lease.ttl / 3) {
      await this.lease.renew()
      this.#lastRenewed = now
    }
  }

  /** The database may be away for a moment; for longer than the lease lasts, and somebody else has the import. */
  #unanswered(error: unknown): void {
    const isOver = performance.now() - this.#lastRenewed > this.lease.ttl
    if (error instanceof ImportLeaseLost) this.#end.abort(error)
    else if (isOver) this.#end.abort(new ImportLeaseLost())
  }
}
