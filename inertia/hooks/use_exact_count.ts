import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { queryKeys } from '~/hooks/query_keys'
import type { Counted } from '~/hooks/use_counted'
import { readPreview, type ShownTable } from '~/hooks/use_preview'

/** Counts a table's rows exactly, which may take the database a while; cancelling stops the count there, too. */
export function useExactCount(table: ShownTable) {
  const queryClient = useQueryClient()
  const queryKey = queryKeys.exactCount(table)
  const [isCounting, setCounting] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function count() {
    const controller = new AbortController()
    running.current = controller
    setCounting(true)
    setError(null)
    try {
      // One row, for only the count is wanted: the rows that are shown stay as they were read.
      const wanted = { ...table, limit: 1 }
      const { rowCount } = await readPreview(wanted, { count: 'exact' }, controller.signal)
      if (rowCount.value === null) return
      queryClient.setQueryData<Counted>(queryKey, { rows: rowCount.value, at: Date.now() })
    } catch (failure) {
      if (!controller.signal.aborted) setError(failure as Error)
    } finally {
      if (running.current === controller) setCounting(false)
    }
  }

  return { count, cancel: () => running.current?.abort(), isCounting, error }
}
