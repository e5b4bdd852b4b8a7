/** Asks the person to sign in again; resolves with whether they did, and a read is worth repeating. */
type AskAgain = () => Promise<boolean>

let askAgain: AskAgain | null = null

/** Says who asks the person to sign in again; null where nobody was signed in. */
export function onSignedOut(ask: AskAgain | null): void {
  askAgain = ask
}

/** Tells that an answer was 401. Resolves once the person has signed in again, or with false when nobody asks them. */
export function signedInAgain(signal?: AbortSignal): Promise<boolean> {
  if (!askAgain) return Promise.resolve(false)
  const asked = askAgain()
  if (!signal) return asked
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    void asked.then(resolve).finally(() => signal.removeEventListener('abort', stop))
  })
}
