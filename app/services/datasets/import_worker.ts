import datasetsConfig from '#config/datasets'
import { loggable } from '#exceptions/loggable'
import { ImportRun, type ImportTools } from '#services/datasets/import_run'

interface WorkerOptions {
  /** Imports at once. */
  concurrency: number
  /** Milliseconds between looks for work, and for what crashes left behind. */
  poll: number
  tidy: number
}

/** Takes imports from the queue for as long as its process runs: inside a server, or in one of its own. */
export class ImportWorker {
  readonly #stop = new AbortController()
  readonly #running = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | null = null
  #isRung = false
  #nextTidying = 0
  #unlisten = () => {}

  constructor(
    private readonly tools: ImportTools,
    private readonly options: WorkerOptions = datasetsConfig.worker
  ) {}

  start(): void {
    this.#unlisten = this.tools.doorbell.listen((id) => id === '' && this.#look())
    this.#timer = setInterval(() => this.#look(), this.options.poll)
    this.#look()
  }

  /** Puts back what is under way, and resolves when that is done. */
  async stop(): Promise<void> {
    this.#stop.abort()
    clearInterval(this.#timer)
    this.#unlisten()
    await this.#looking
    await Promise.all(this.#running)
  }

  /** Takes what there is, and resolves when nothing waits and nothing is under way. */
  async drain(): Promise<void> {
    for (;;) {
      await this.#take()
      if (this.#running.size === 0) return
      await Promise.race(this.#running)
    }
  }

  #look(): void {
    this.#isRung = true
    this.#looking ??= this.#takeWhileRung().finally(() => (this.#looking = null))
  }

  async #takeWhileRung(): Promise<void> {
    while (this.#isRung && !this.#stop.signal.aborted) {
      this.#isRung = false
      try {
        await this.#tidyNowAndThen()
        await this.#take()
      } catch (error) {
        this.tools.logger.error({ error: loggable(error) }, 'looking for imports failed')
      }
    }
  }

  async #take(): Promise<void> {
    const { concurrency } = this.options
    while (this.#running.size < concurrency && !this.#stop.signal.aborted) {
      const lease = await this.tools.queue.take()
      if (!lease) return
      const run = ImportRun.carryOut(lease, this.tools, this.#stop.signal)
        .catch((error: unknown) =>
          this.tools.logger.error({ error: loggable(error) }, 'an import could not be carried out')
        )
        .finally(() => {
          this.#running.delete(run)
          if (this.#timer) this.#look()
        })
      this.#running.add(run)
    }
  }

  async #tidyNowAndThen(): Promise<void> {
    if (performance.now() < this.#nextTidying) return
    this.#nextTidying = performance.now() + this.options.tidy
    await this.tools.scratch.removeStray()
    await this.tools.purger.purgeAll()
  }
}
