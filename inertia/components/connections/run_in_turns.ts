import { ApiError } from '~/api/client'

interface Turns<T> {
  /** How many at the same time. */
  atOnce: number
  signal: AbortSignal
  /** Each one that is through, with why it failed. */
  onDone: (item: T, error: Error | null) => void
  /** Told for how many seconds the server wants a pause, and null once it is over. */
  onPause: (seconds: number | null) => void
}

/** Longer than that the server's limits on one person never last; what lasts longer concerns one connection alone. */
const LONGEST_PAUSE = 75
const MOST_TRIES = 5

/**
 * Works through many things, a few at once. Where the server asks to be spared (429), all of it pauses for as long,
 * and the one that was refused is tried again. Ends early when the signal is aborted, or when going on is of no use:
 * resolves to why, or to null.
 */
export async function runInTurns<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  { atOnce, signal, onDone, onPause }: Turns<T>
): Promise<Error | null> {
  const waiting = items.map((item) => ({ item, tries: 1 }))
  let pause: Promise<void> | null = null
  let hopeless: Error | null = null

  async function hold(seconds: number) {
    onPause(seconds)
    await elapsed(seconds, signal)
    pause = null
    onPause(null)
  }

  async function turn() {
    for (;;) {
      await pause
      const next = signal.aborted || hopeless ? undefined : waiting.shift()
      if (!next) return
      const error = await failureOf(work(next.item))
      if (signal.aborted) return
      const seconds = pauseFor(error)
      if (seconds !== null && next.tries < MOST_TRIES) {
        waiting.unshift({ item: next.item, tries: next.tries + 1 })
        pause ??= hold(seconds)
      } else if (isHopeless(error)) hopeless = error
      else onDone(next.item, error)
    }
  }

  await Promise.all(Array.from({ length: atOnce }, turn))
  return hopeless
}

async function failureOf(work: Promise<unknown>): Promise<Error | null> {
  try {
    await work
    return null
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function pauseFor(error: Error | null): number | null {
  if (!(error instanceof ApiError) || error.status !== 429) return null
  const { retryAfter } = error
  return retryAfter !== null && retryAfter <= LONGEST_PAUSE ? retryAfter : null
}

/** Signed out, or without a network, the next one would fail just the same. */
function isHopeless(error: Error | null): boolean {
  return error instanceof ApiError && [0, 401].includes(error.status)
}

function elapsed(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1_000)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
