import { buffersOf, type ColumnBatch } from '#connectors/columnar/column_batch'

/** Batches that may wait for whoever takes them, before the target has to. */
const MOST_WAITING = 4

/** Bytes of one batch from which on it is waited for. */
const LARGE = 16 * 1024 * 1024

/** What stops and goes on reading from the target. */
interface Flow {
  pause(): void
  resume(): void
}

/** Batches on their way from a target that sends to whoever asks for them. */
export class BatchQueue {
  /** True once nobody wants what still comes. */
  isOver = false
  /** True once nothing comes any more. */
  hasEnded = false
  readonly #waiting: ColumnBatch[] = []
  readonly #end = Promise.withResolvers<void>()
  #failure: { error: unknown } | null = null
  #wake = () => {}

  constructor(private readonly flow: Flow) {}

  add(batch: ColumnBatch) {
    this.#waiting.push(batch)
    if (this.#waiting.length >= MOST_WAITING || isLarge(batch)) this.flow.pause()
    this.#wake()
  }

  /** What was added before is still taken; the first failure counts. */
  fail(error: unknown) {
    this.#failure ??= { error }
    this.isOver = true
    this.#wake()
  }

  /** Whoever is behind keeps nobody from what is asked of the target next. */
  end() {
    this.isOver = true
    this.hasEnded = true
    this.flow.resume()
    this.#end.resolve()
    this.#wake()
  }

  /** Resolves at the end; what comes until then is for nobody. */
  async drained(): Promise<void> {
    this.isOver = true
    if (!this.hasEnded) this.flow.resume()
    await this.#end.promise
  }

  /**
   * The next batch, null after the last one.
   *
   * @throws what it failed with
   */
  async next(): Promise<ColumnBatch | null> {
    for (;;) {
      const batch = this.#waiting.shift()
      if (batch) {
        if (!this.hasEnded) this.flow.resume()
        return batch
      }
      if (this.#failure) throw this.#failure.error
      if (this.hasEnded) return null
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}

function isLarge(batch: ColumnBatch): boolean {
  return buffersOf(batch).reduce((sum, { byteLength }) => sum + byteLength, 0) > LARGE
}
