import { useMutationState } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Connection } from '~/api/types'
import type { Rows } from '~/hooks/use_connection_rows'
import { type Change, CHANGE } from '~/hooks/use_change_connection'
import { DELETION } from '~/hooks/use_delete_connection'

/**
 * The rows as they will be once what is under way has ended well. Nothing has to be put back when it has not: then it
 * is under way no more.
 */
export function useOptimisticRows(rows: Rows): Rows {
  const doomed = useMutationState({
    filters: { mutationKey: DELETION, status: 'pending' },
    select: ({ state }) => (state.variables as Connection).id,
  })
  const changes = useMutationState({
    filters: { mutationKey: CHANGE, status: 'pending' },
    select: ({ state }) => state.variables as Change,
  })
  return useMemo(() => {
    if (doomed.length === 0 && changes.length === 0) return rows
    const changed = new Map(changes.map(({ connection, to }) => [connection.id, to]))
    return rows
      .filter((row) => !row || !doomed.includes(row.id))
      .map((row) => (row && changed.has(row.id) ? { ...row, ...changed.get(row.id) } : row))
  }, [rows, doomed, changes])
}
