import { Pool } from 'tarn'
import { abortable } from '#connectors/abortable'

interface PoolFacts<T> {
  max: number
  idleTimeout: number
  /** Longer than opening ever takes: the opening's own timeout is the one that speaks. */
  openTimeout: number
  /** Longer than anybody waits for a session. */
  waitTimeout: number
  open(signal: AbortSignal): Promise<T>
  close(session: T): Promise<void>
  isUsable(session: T): boolean
}

/** Why an opening ends that nobody waits for any more. */
class Abandoned extends Error {}

/** Sessions that are kept for the next one who asks; whoever leaves the queue leaves no opening behind. */
export class SessionPool<T> {
  readonly #pool: Pool<T>
  readonly #openings = new Set<AbortController>()

  constructor(private readonly facts: PoolFacts<T>) {
    this.#pool = new Pool<T>({
      min: 0,
      max: facts.max,
      create: () => this.#open(),
      destroy: (session) => facts.close(session),
      validate: (session) => facts.isUsable(session),
      idleTimeoutMillis: facts.idleTimeout,
      reapIntervalMillis: Math.min(facts.idleTimeout, 1_000),
      createTimeoutMillis: facts.openTimeout,
      acquireTimeoutMillis: facts.waitTimeout,
      propagateCreateError: true,
    })
  }

  async acquire(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted()
    const pending = this.#pool.acquire()
    try {
      return await abortable(pending.promise, signal)
    } catch (error) {
      pending.abort()
      await pending.promise.then((session) => this.release(session)).catch(() => {})
      this.#abandonSurplusOpenings()
      // Somebody else's opening was abandoned just when this one began to wait for it.
      if (error instanceof Abandoned && !signal.aborted) return this.acquire(signal)
      throw error
    }
  }

  /** A session that is no longer usable is closed by the pool when it is next looked at. */
  release(session: T) {
    this.#pool.release(session)
  }

  /** Resolves when every session is closed; those in use must be released for that. */
  async destroy() {
    for (const opening of this.#openings) opening.abort(new Abandoned())
    await this.#pool.destroy()
  }

  async #open(): Promise<T> {
    const opening = new AbortController()
    this.#openings.add(opening)
    try {
      return await this.facts.open(opening.signal)
    } finally {
      this.#openings.delete(opening)
    }
  }

  #abandonSurplusOpenings() {
    const surplus = this.#openings.size - this.#pool.numPendingAcquires()
    for (const opening of [...this.#openings].slice(0, Math.max(surplus, 0))) {
      opening.abort(new Abandoned())
    }
  }
}
