import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Connection } from '~/api/types'
import { runInTurns } from '~/components/connections/run_in_turns'
import { refreshLists } from '~/hooks/listed_connections'
import { deleteConnection, forget } from '~/hooks/use_delete_connection'

const AT_ONCE = 3

export interface BulkDelete {
  total: number
  deleted: string[]
  /** Those that are still there, and why; known once it has ended. */
  remaining: { connection: Connection; reason: string | null }[]
  isRunning: boolean
  wasStopped: boolean
  stop: () => void
}

/** Deletes many connections, a few at once, and tells which ones are still there. */
export function useBulkDelete() {
  const queryClient = useQueryClient()
  const [state, setState] = useState<BulkDelete | null>(null)

  /** Resolves to how many are still there. */
  async function run(connections: Connection[]): Promise<number> {
    const stop = new AbortController()
    const gone = new Set<string>()
    const reasons = new Map<string, string>()
    const tell = (change: Partial<BulkDelete>) =>
      setState((before) => before && { ...before, ...change })
    setState({
      ...{ total: connections.length, deleted: [], remaining: [], isRunning: true },
      ...{ wasStopped: false, stop: () => stop.abort() },
    })
    const hopeless = await runInTurns(
      connections,
      (connection) => deleteConnection(connection).then(() => gone.add(connection.id)),
      {
        atOnce: AT_ONCE,
        signal: stop.signal,
        onPause: () => {},
        onDone: ({ id }, error) => {
          if (error) reasons.set(id, error.message)
          else forget(queryClient, [id])
          tell({ deleted: [...gone] })
        },
      }
    )
    const left = connections.filter(({ id }) => !gone.has(id))
    tell({
      ...{ deleted: [...gone], isRunning: false, wasStopped: stop.signal.aborted },
      remaining: left.map((connection) => ({
        connection,
        reason: reasons.get(connection.id) ?? hopeless?.message ?? null,
      })),
    })
    forget(queryClient, [...gone])
    await refreshLists(queryClient)
    return left.length
  }

  return { state, run, reset: () => setState(null) }
}
