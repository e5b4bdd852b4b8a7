import { ApiError } from '#exceptions/api_error'

/**
 * Lets a few hashes of passwords be computed at once and some wait in the order they came. Each takes 32 MiB and one
 * of the four threads that also look up names and read files: a thousand logins must not have them all.
 */
export class HashSlots {
  #free: number
  readonly #waiting: (() => void)[] = []

  /**
   * @param size how many at once
   * @param room how many may wait
   */
  constructor(
    size: number,
    private readonly room: number
  ) {
    this.#free = size
  }

  /** @throws ApiError E_UNAVAILABLE at once when there is no room to wait; whatever the task throws */
  async run<T>(task: () => Promise<T>): Promise<T> {
    await this.#take()
    try {
      return await task()
    } finally {
      this.#giveBack()
    }
  }

  async #take(): Promise<void> {
    if (this.#free > 0) {
      this.#free--
      return
    }
    if (this.#waiting.length >= this.room) {
      throw new ApiError('E_UNAVAILABLE', {
        message: 'Too many people are signing in just now.',
        hint: 'Try again in a moment.',
      })
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** Hands the slot straight to the next in line, so that nobody can slip in between. */
  #giveBack(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#free++
  }
}

/** Those of this process. */
export const hashSlots = new HashSlots(2, 64)
