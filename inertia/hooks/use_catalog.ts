import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '~/api/client'
import type { Ahead, TableListing, TableSummary } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'
import { useGivenRefusal } from '~/hooks/use_given_refusal'

/** What is known of a connection's tables: all of them, or as many as a page may keep. */
export interface Catalog {
  tables: TableSummary[]
  total: number
  /** ISO 8601: when the target was asked. */
  cachedAt: string
  /** Whether there is nothing more to read. */
  isWhole: boolean
}

/** As many as the API gives at once. */
const PER_PAGE = 1_000

/** Tables that a page keeps, about 5 MB; of a longer list, the search asks the server for the rest. */
export const MOST_TABLES = 20_000

/** Milliseconds for which the server believes its own list. */
const FRESH = 5 * 60_000

/** A connection's tables, which arrive a thousand at a time, and a way to have the target asked anew. */
export function useCatalog(connectionId: string, ahead: Ahead<TableListing>) {
  const queryClient = useQueryClient()
  const queryKey = queryKeys.tables(connectionId)
  const refusal = useGivenRefusal(queryKey, ahead)
  const [initial] = useState(() => ahead && 'data' in ahead && catalogOf(ahead.data))
  const [arrivedAt] = useState(Date.now)
  const refreshing = useRefresh(connectionId)
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      readCatalog(connectionId, {
        signal,
        onPart: (part) => show(queryClient, connectionId, part),
      }),
    enabled: refusal === null,
    initialData: initial || undefined,
    // Of a longer list the rest is read at once.
    initialDataUpdatedAt: initial && initial.isWhole ? arrivedAt : 0,
    staleTime: FRESH,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const isUnasked = query.data === undefined && query.fetchStatus === 'idle'
  return { ...query, ...refreshing, error: query.error ?? (isUnasked ? refusal : null) }
}

/** The first part is shown while the others are on their way, but never instead of a whole list. */
function show(queryClient: QueryClient, connectionId: string, part: Catalog) {
  const queryKey = queryKeys.tables(connectionId)
  const shown = queryClient.getQueryData<Catalog>(queryKey)
  if (!shown?.isWhole) queryClient.setQueryData(queryKey, part)
}

/** Has the target asked anew; once the new list is there, rows that were read before are read anew when they are shown. */
function useRefresh(connectionId: string) {
  const queryClient = useQueryClient()
  const [isRefreshing, setRefreshing] = useState(false)
  const [refreshError, setError] = useState<Error | null>(null)

  async function refresh() {
    setRefreshing(true)
    setError(null)
    try {
      const fresh = await readCatalog(connectionId, { refresh: true })
      const queryKey = queryKeys.tables(connectionId)
      queryClient.setQueryData(queryKey, fresh)
      await queryClient.invalidateQueries({
        queryKey: queryKeys.catalog(connectionId),
        predicate: (query) => query.queryKey[2] !== queryKey[2],
      })
    } catch (failure) {
      setError(failure as Error)
    } finally {
      setRefreshing(false)
    }
  }

  return { refresh, isRefreshing, refreshError }
}

interface Reading {
  signal?: AbortSignal
  /** Whether the target is asked, whatever the server knows. */
  refresh?: boolean
  onPart?: (part: Catalog) => void
}

/** Pages of different lists do not fit together: when the server got a new one meanwhile, all is read again. */
async function readCatalog(connectionId: string, { signal, refresh, onPart }: Reading) {
  for (let isFresh = refresh; ; isFresh = false) {
    const first = await readTables(connectionId, { page: 1, refresh: isFresh || undefined }, signal)
    let catalog = catalogOf(first)
    while (!catalog.isWhole) {
      onPart?.(catalog)
      const page = catalog.tables.length / PER_PAGE + 1
      const next = await readTables(connectionId, { page }, signal)
      if (next.meta.cachedAt !== catalog.cachedAt) break
      catalog = catalogOf(next, catalog.tables)
    }
    if (catalog.isWhole) return catalog
  }
}

interface Wanted {
  page: number
  search?: string
  refresh?: boolean
}

/** A thousand of the tables, or of those that a search finds. @throws ApiError; the signal's reason */
export function readTables(connectionId: string, wanted: Wanted, signal?: AbortSignal) {
  const path = `/connectors/${connectionId}/tables`
  return ask<TableListing>(path, { query: { ...wanted, perPage: PER_PAGE }, signal })
}

function catalogOf({ data, meta }: TableListing, before: TableSummary[] = []): Catalog {
  const tables = [...before, ...data]
  const isWhole = tables.length >= Math.min(meta.total, MOST_TABLES) || data.length === 0
  return { tables, total: meta.total, cachedAt: meta.cachedAt, isWhole }
}
