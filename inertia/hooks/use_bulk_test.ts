import { useQueryClient } from '@tanstack/react-query'
import type { Connection } from '~/api/types'
import { runInTurns } from '~/components/connections/run_in_turns'
import { refreshLists } from '~/hooks/listed_connections'
import { retest } from '~/hooks/use_retest_connection'
import { type BulkTest, useBulkTests } from '~/stores/bulk_test'

const AT_ONCE = 3

/** Tests many connections, a few at once, and tells how far it is. */
export function useBulkTest() {
  const queryClient = useQueryClient()
  const { set, change } = useBulkTests()

  return async function test(connections: Connection[]) {
    const stop = new AbortController()
    set(started(connections, () => stop.abort()))
    const hopeless = await runInTurns(
      connections,
      (connection) => {
        change(({ current }) => ({ current: new Set([...current, connection.id]) }))
        return retest(queryClient, connection, stop.signal).then((hasPassed) =>
          change(({ passed, failed }) =>
            hasPassed ? { passed: passed + 1 } : { failed: failed + 1 }
          )
        )
      },
      {
        atOnce: AT_ONCE,
        signal: stop.signal,
        onDone: (connection, error) => change((run) => oneFurther(run, connection, error)),
        onPause: (pause) => change(() => ({ pause })),
      }
    )
    const cancelled = stop.signal.aborted ? 'cancelled' : 'finished'
    const ended = hopeless ? 'stopped' : cancelled
    const reason = hopeless?.message ?? null
    change(() => ({ ended, reason, current: new Set(), pause: null, secondsLeft: null }))
    await refreshLists(queryClient)
  }
}

function started(connections: Connection[], cancel: () => void): BulkTest {
  return {
    ...{ connections, passed: 0, failed: 0, refused: [], done: new Set(), current: new Set() },
    ...{ startedAt: performance.now(), secondsLeft: null, pause: null, ended: null, reason: null },
    cancel,
  }
}

function oneFurther(run: BulkTest, connection: Connection, error: Error | null): Partial<BulkTest> {
  const done = new Set([...run.done, connection.id])
  const current = new Set([...run.current].filter((id) => id !== connection.id))
  const each = (performance.now() - run.startedAt) / done.size / 1_000
  const secondsLeft = Math.round(each * (run.connections.length - done.size))
  const refused = error ? [...run.refused, { connection, reason: error.message }] : run.refused
  return { done, current, secondsLeft, refused }
}
