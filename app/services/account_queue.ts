/**
 * Those of this process who want to sign in with one account of one server. As many try at once as the server may
 * still refuse; whoever comes later waits to see how those before them fare.
 */
class AccountQueue {
  #trying = 0
  /** How many have tried: changes when what the store says may be out of date. */
  #ended = 0
  #next = Promise.withResolvers<void>()

  /** @throws what `left` throws; the signal's reason */
  async enter(left: () => Promise<number>, signal: AbortSignal) {
    for (;;) {
      signal.throwIfAborted()
      const endedBefore = this.#ended
      const refusable = await left()
      if (endedBefore !== this.#ended) continue
      if (this.#trying < refusable) break
      await this.#endOfOne(signal)
    }
    this.#trying += 1
  }

  leave() {
    this.#trying -= 1
    this.#ended += 1
    this.#next.resolve()
    this.#next = Promise.withResolvers<void>()
  }

  async #endOfOne(signal: AbortSignal) {
    const departure = Promise.withResolvers<never>()
    const depart = () => departure.reject(signal.reason)
    signal.addEventListener('abort', depart, { once: true })
    try {
      await Promise.race([this.#next.promise, departure.promise])
    } finally {
      signal.removeEventListener('abort', depart)
    }
  }
}

const queues = new Map<string, { queue: AccountQueue; people: number }>()

/**
 * Runs one sign-in as one of few.
 *
 * @param left how many refusals the account still has; asked again whenever somebody's sign-in has ended meanwhile
 * @param signIn records its own refusal before it ends
 * @throws what `left` and `signIn` throw; the signal's reason
 */
export async function queueForAccount<T>(
  account: string,
  left: () => Promise<number>,
  signal: AbortSignal,
  signIn: () => Promise<T>
): Promise<T> {
  const entry = queues.get(account) ?? { queue: new AccountQueue(), people: 0 }
  queues.set(account, entry)
  entry.people += 1
  try {
    await entry.queue.enter(left, signal)
    return await signIn().finally(() => entry.queue.leave())
  } finally {
    entry.people -= 1
    if (entry.people === 0) queues.delete(account)
  }
}
