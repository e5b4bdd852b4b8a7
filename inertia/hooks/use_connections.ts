import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '~/api/client'
import type { Connection, Listing } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

/** Words of the list's query string; a type, so that it is also a plain record. */
export type ConnectionFilters = {
  search: string
  type: string
  status: string
  tag: string
  sort: string
  page: string
}

/** One page of the connections; the first comes with the page itself. */
export function useConnections(filters: ConnectionFilters, initial: Listing<Connection>) {
  const [first] = useState({ filters: JSON.stringify(filters), at: Date.now() })
  const isFirst = JSON.stringify(filters) === first.filters
  return useQuery({
    queryKey: queryKeys.connectionList(filters),
    queryFn: ({ signal }) => ask<Listing<Connection>>('/connectors', { query: filters, signal }),
    initialData: isFirst ? initial : undefined,
    initialDataUpdatedAt: first.at,
    placeholderData: keepPreviousData,
  })
}
