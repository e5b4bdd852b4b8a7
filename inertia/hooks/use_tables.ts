import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '~/api/client'
import type { TableListing } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

export type TableFilters = { search: string; page: number }

/** One page of a connection's tables, and a way to read the catalog anew. */
export function useTables(connectionId: string, filters: TableFilters) {
  const queryClient = useQueryClient()
  const [isRefreshing, setRefreshing] = useState(false)
  const queryKey = queryKeys.tables(connectionId, filters)
  const read = (isFresh: boolean, signal?: AbortSignal) =>
    ask<TableListing>(`/connectors/${connectionId}/tables`, {
      query: { ...filters, refresh: isFresh || undefined },
      signal,
    })

  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => read(false, signal),
    placeholderData: keepPreviousData,
  })

  /** Throws away what is known of every table, once the new list is there. */
  async function refresh() {
    setRefreshing(true)
    try {
      const fresh = await read(true)
      await queryClient.invalidateQueries({ queryKey: queryKeys.catalog(connectionId) })
      queryClient.setQueryData(queryKey, fresh)
    } catch {
      await query.refetch()
    } finally {
      setRefreshing(false)
    }
  }

  return { ...query, refresh, isRefreshing }
}
