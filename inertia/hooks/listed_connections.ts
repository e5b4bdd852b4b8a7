import type { QueryClient } from '@tanstack/react-query'
import type { Connection, Listing } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

/** Changes what the lists that were read say of a connection, without reading them again. */
export function changeListed(queryClient: QueryClient, id: string, to: Partial<Connection>): void {
  queryClient.setQueriesData<Listing<Connection>>(
    { queryKey: queryKeys.connectionLists },
    (listing) => {
      if (!listing?.data.some((one) => one.id === id)) return undefined
      const data = listing.data.map((one) => (one.id === id ? { ...one, ...to } : one))
      return { ...listing, data }
    }
  )
}

/** Takes connections out of the lists that were read. What comes after them moves up once the lists are read again. */
export function dropListed(queryClient: QueryClient, ids: string[]): void {
  queryClient.setQueriesData<Listing<Connection>>(
    { queryKey: queryKeys.connectionLists },
    (listing) => {
      const data = listing?.data.filter((one) => !ids.includes(one.id)) ?? []
      const gone = (listing?.data.length ?? 0) - data.length
      if (!listing || gone === 0) return undefined
      return { data, meta: { ...listing.meta, total: listing.meta.total - gone } }
    }
  )
}

/** Reads the lists again that are shown, and forgets the rest. */
export async function refreshLists(queryClient: QueryClient): Promise<void> {
  queryClient.removeQueries({ queryKey: queryKeys.connectionLists, type: 'inactive' })
  await queryClient.invalidateQueries({ queryKey: queryKeys.connections })
}
