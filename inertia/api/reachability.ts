/** Milliseconds between looks whether the server is back. */
const LOOK_EVERY = 2_000

let answers = true
const listeners = new Set<() => void>()

/** Why nothing can be asked just now: this device has no network, or the server does not answer. */
export type Reach = 'reachable' | 'offline' | 'unreachable'

export function currentReach(): Reach {
  if (!navigator.onLine) return 'offline'
  return answers ? 'reachable' : 'unreachable'
}

/** Calls back whenever it changes, until the returned function is called. */
export function watchReach(onChange: () => void): () => void {
  listeners.add(onChange)
  window.addEventListener('online', tell)
  window.addEventListener('offline', tell)
  return () => {
    listeners.delete(onChange)
    if (listeners.size > 0) return
    window.removeEventListener('online', tell)
    window.removeEventListener('offline', tell)
  }
}

/** Says that a request got no answer. From then on the server is looked for until it is back. */
export function noteUnreachable(): void {
  if (!answers) return
  answers = false
  tell()
  void untilItAnswers()
}

async function untilItAnswers(): Promise<void> {
  while (!answers) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
    answers = navigator.onLine && (await isAnswered())
  }
  tell()
}

async function isAnswered(): Promise<boolean> {
  try {
    await fetch('/health/live', { cache: 'no-store', credentials: 'omit' })
    return true
  } catch {
    return false
  }
}

function tell(): void {
  for (const listener of listeners) listener()
}
