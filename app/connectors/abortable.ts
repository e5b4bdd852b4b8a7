/** Time ran out: while reaching the target, or while it worked. */
export class DeadlinePassed extends Error {
  constructor(
    readonly phase: 'connect' | 'work',
    readonly ms: number,
    /** How far it came while reaching the target: nowhere, to an open port, or to one that said something. */
    readonly met: 'nothing' | 'silence' | 'words' = 'nothing'
  ) {
    super(`${phase} took longer than ${ms} ms`)
  }
}

/** Runs `work` under a signal that aborts like any of `signals`, or with DeadlinePassed after `ms`. */
export async function withDeadline<T>(
  phase: DeadlinePassed['phase'],
  ms: number,
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>
): Promise<T> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(new DeadlinePassed(phase, ms)), ms)
  try {
    return await work(AbortSignal.any([deadline.signal, ...signals]))
  } finally {
    clearTimeout(timer)
  }
}

/** Settles like `work`, or rejects with the signal's reason as soon as it aborts; `work` is then left behind. */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => {})
  signal.throwIfAborted()
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Waits until the work is done, well or not, but no longer than `ms`. */
export async function settled(work: () => Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  const done = Promise.try(work).catch(() => {})
  await Promise.race([done, late]).finally(() => clearTimeout(timer))
}
