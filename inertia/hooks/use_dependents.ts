import { useQuery } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Answer } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

export interface Dependents {
  rotationSchedule: { everyDays: number } | null
  /** How many, and some of their names. */
  datasets: { count: number; names: string[] }
}

/** What hangs on a connection, asked anew whenever somebody is about to delete it. */
export function useDependents(id: string | null) {
  return useQuery({
    queryKey: queryKeys.dependents(id ?? ''),
    queryFn: ({ signal }) => ask<Answer<Dependents>>(`/connectors/${id}/dependents`, { signal }),
    enabled: id !== null,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    networkMode: 'always',
  })
}
