import { usePage } from '@inertiajs/react'
import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { ask } from '~/api/client'
import type { Connection, Listing } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'
import { useOptimisticRows } from '~/hooks/use_optimistic_rows'

/** Rows that are asked for at a time; the first ones come with the page, and are as many. */
export const PAGE_ROWS = 50

/** Words of the list's query string; a type, so that it is also a plain record. */
export type ListFilters = {
  search: string
  type: string
  status: string
  visibility: string
  tag: string
  sort: string
}

/** A row that has not arrived yet is undefined: where it belongs is known, what it is is not. */
export type Rows = (Connection | undefined)[]

interface Seen {
  key: string
  pages: number[]
}

/**
 * All rows that match, of which only the pages that are looked at are asked for. While the first of other filters is
 * on its way, the earlier rows stay.
 */
export function useConnectionRows(filters: ListFilters, initial: Listing<Connection>) {
  const queryClient = useQueryClient()
  const key = JSON.stringify(filters)
  const first = useFirst(key)
  const [seen, setSeen] = useState<Seen>({ key, pages: [1] })
  const pages = seen.key === key ? seen.pages : [1]
  const asked = useQueries({
    queries: pages.map((page) => ({
      ...pageQuery(filters, page),
      ...(page === 1 && first.key === key
        ? { initialData: initial, initialDataUpdatedAt: first.at }
        : {}),
    })),
    combine,
  })
  const known = useMemo(
    () => rowsOf(queryClient, filters),
    // Answers have arrived, or the filters are others.
    [queryClient, key, asked]
  )
  const shown = useLatest(known, filters)
  return {
    rows: useOptimisticRows(shown.rows),
    /** What the rows were asked for with, which are shown. */
    shown: shown.filters,
    isStale: known === null,
    error: asked.error,
    retry: asked.retry,
    look: (from: number, to: number) => {
      const next = { key, pages: pagesBetween(from, to) }
      setSeen((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next))
    },
    /** Asks for the first rows of what somebody is about to want. */
    prepare: (changes: Partial<ListFilters>) =>
      void queryClient.prefetchQuery(pageQuery({ ...filters, ...changes }, 1)),
  }
}

/** When the page that the server sent was made, and of which filters. */
function useFirst(key: string) {
  const { now } = usePage().props as { now?: string }
  const [first] = useState({ key, at: Date.parse(now ?? '') || 0 })
  return first
}

function pageQuery(filters: ListFilters, page: number) {
  const query = { ...filters, page, perPage: PAGE_ROWS }
  return {
    queryKey: queryKeys.connectionPage(filters, page),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      ask<Listing<Connection>>('/connectors', { query, signal }),
    // Without a network they fail, and say so, instead of waiting for one.
    networkMode: 'always' as const,
  }
}

interface Asked {
  data?: Listing<Connection>
  error: Error | null
  refetch: () => Promise<unknown>
}

function combine(queries: Asked[]) {
  const failed = queries.filter(({ error }) => error !== null)
  return {
    listings: queries.map(({ data }) => data),
    error: failed[0]?.error ?? null,
    retry: () => failed.forEach(({ refetch }) => void refetch()),
  }
}

/** Null while no page of these filters is there. What moved from one page to the next meanwhile is shown once. */
function rowsOf(queryClient: QueryClient, filters: ListFilters): Rows | null {
  const pages = queryClient
    .getQueryCache()
    .findAll({ queryKey: queryKeys.connectionPages(filters) })
    .filter(({ state }) => state.data !== undefined)
    .sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
    .map(({ state }) => state.data as Listing<Connection>)
  const [latest] = pages
  if (!latest) return null
  const rows: Rows = Array.from({ length: latest.meta.total })
  const placed = new Set<string>()
  for (const { data, meta } of pages) {
    for (const [index, connection] of data.entries()) {
      const place = (meta.page - 1) * meta.perPage + index
      if (place >= rows.length || placed.has(connection.id)) continue
      placed.add(connection.id)
      rows[place] = connection
    }
  }
  return rows
}

interface Shown {
  rows: Rows
  filters: ListFilters
}

function useLatest(rows: Rows | null, filters: ListFilters): Shown {
  const latest = useRef<Shown>({ rows: [], filters })
  useEffect(() => {
    if (rows) latest.current = { rows, filters }
  }, [rows])
  return rows ? { rows, filters } : latest.current
}

/** One more on either side, so that the next rows are there before they are looked at. */
function pagesBetween(from: number, to: number): number[] {
  const margin = PAGE_ROWS / 2
  const first = Math.max(1, Math.floor((from - margin) / PAGE_ROWS) + 1)
  const last = Math.floor((to + margin) / PAGE_ROWS) + 1
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
