/** Servers are started on first use, shared by the whole run, and stopped at its end. */
const started: Promise<{ stop(): Promise<void> }>[] = []

/** Makes `start` run once, whoever asks; the server it starts ends with the run. */
export function once<T>(start: () => Promise<{ server: T; stop(): Promise<void> }>) {
  let running: Promise<T> | undefined
  return (): Promise<T> => {
    running ??= (() => {
      const starting = start()
      started.push(starting)
      return starting.then(({ server }) => server)
    })()
    return running
  }
}

/** Stops every server that was started. */
export async function stopServers(): Promise<void> {
  const starts = await Promise.allSettled(started.splice(0))
  await Promise.all(
    starts.map((start) => (start.status === 'fulfilled' ? start.value.stop() : null))
  )
}
