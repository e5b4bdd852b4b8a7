import { usePage } from '@inertiajs/react'
import { useSyncExternalStore } from 'react'

/** Milliseconds between two looks at the clock. */
const TICK = 30_000

const listeners = new Set<() => void>()
let time = 0
let timer: ReturnType<typeof setInterval> | null = null

/** The time, in milliseconds; the server's for the first paint, so that both sides render the same, then our own. */
export function useNow(): { time: number; isLive: boolean } {
  const { now } = usePage().props as { now?: string }
  const own = useSyncExternalStore(follow, ours, () => null)
  return { time: own ?? Date.parse(now ?? ''), isLive: own !== null }
}

/** One clock for all that tell a time, however many they are. */
function follow(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(tick, TICK)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}

function tick() {
  time = Date.now()
  for (const listener of listeners) listener()
}

/** The same until the clock is looked at again; looked at anew after nobody did for long. */
function ours() {
  if (Date.now() - time > TICK) time = Date.now()
  return time
}
