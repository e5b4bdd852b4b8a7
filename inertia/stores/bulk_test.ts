import { create } from 'zustand'
import type { Connection } from '~/api/types'

/** How far a test of several connections is; it goes on while other pages are looked at. */
export interface BulkTest {
  connections: Connection[]
  passed: number
  failed: number
  /** Those that could not be tested, and why. */
  refused: { connection: Connection; reason: string }[]
  done: ReadonlySet<string>
  /** Those whose turn it is. */
  current: ReadonlySet<string>
  /** Of the monotonic clock, in milliseconds. */
  startedAt: number
  secondsLeft: number | null
  /** Seconds of a pause that the server asked for. */
  pause: number | null
  ended: 'finished' | 'cancelled' | 'stopped' | null
  /** Why it was stopped. */
  reason: string | null
  cancel: () => void
}

interface BulkTests {
  run: BulkTest | null
  set: (run: BulkTest | null) => void
  change: (change: (run: BulkTest) => Partial<BulkTest>) => void
}

export const useBulkTests = create<BulkTests>((set) => ({
  run: null,
  set: (run) => set({ run }),
  change: (change) => set(({ run }) => (run ? { run: { ...run, ...change(run) } } : {})),
}))
