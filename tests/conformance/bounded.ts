/** What some work took of this process while it ran. */
export interface Spent<T> {
  result: T
  ms: number
  /** Bytes that were held at most beyond what was held before. */
  memory: number
}

/** Runs something and looks every few milliseconds at what it holds. */
export async function spentOn<T>(work: () => Promise<T>): Promise<Spent<T>> {
  const before = held()
  const started = performance.now()
  let peak = before
  const look = setInterval(() => (peak = Math.max(peak, held())), 5)
  try {
    const result = await work()
    peak = Math.max(peak, held())
    return { result, ms: performance.now() - started, memory: peak - before }
  } finally {
    clearInterval(look)
  }
}

function held(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
