import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Connection, Listing } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

/** How many are offered; who wants more types more. */
const OFFERED = 8

/** The first connections that a search finds; none for an empty one. */
export function useFoundConnections(search: string) {
  const query = { search, perPage: OFFERED, sort: 'name' }
  return useQuery({
    queryKey: queryKeys.connectionList(query),
    queryFn: ({ signal }) => ask<Listing<Connection>>('/connectors', { query, signal }),
    select: ({ data }) => data,
    enabled: search !== '',
    placeholderData: keepPreviousData,
  })
}
