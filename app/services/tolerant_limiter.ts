import { errors } from '@adonisjs/limiter'
import limiter from '@adonisjs/limiter/services/main'
import type { Limiter } from '@adonisjs/limiter'
import logger from '@adonisjs/core/services/logger'
import { loggable } from '#exceptions/loggable'

interface Options {
  requests: number
  /** Such as `1 min` or `60 seconds`. */
  duration: string
}

/** Milliseconds for which a shared store that failed is not asked again. */
const REST = 5_000

/** By `performance.now()`: one store for all limits. */
let awayUntil = 0

/**
 * Counts in the store that all nodes share, and while that is away in this process alone. For what may go on then,
 * such as reading tables; guessing passwords may not.
 */
export class TolerantLimiter {
  #shared: Limiter
  #own: Limiter

  constructor(readonly options: Options) {
    this.#shared = limiter.use(options)
    this.#own = limiter.use('memory', options)
  }

  get requests(): number {
    return this.#own.requests
  }

  /** Seconds. */
  get duration(): number {
    return this.#own.duration
  }

  /** @throws ThrottleException E_TOO_MANY_REQUESTS */
  consume(key: string) {
    return this.#ask((store) => store.consume(key))
  }

  increment(key: string) {
    return this.#ask((store) => store.increment(key))
  }

  get(key: string) {
    return this.#ask((store) => store.get(key))
  }

  delete(key: string) {
    return this.#ask((store) => store.delete(key))
  }

  async #ask<T>(question: (store: Limiter) => Promise<T>): Promise<T> {
    if (performance.now() < awayUntil) return question(this.#own)
    try {
      return await question(this.#shared)
    } catch (error) {
      if (error instanceof errors.ThrottleException) throw error
      awayUntil = performance.now() + REST
      logger.warn({ error: loggable(error) }, 'limits are counted by each node alone')
      return question(this.#own)
    }
  }
}
