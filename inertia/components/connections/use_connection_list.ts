import { useEffect, useState } from 'react'
import type { Connection, Listing } from '~/api/types'
import { narrowed } from '~/components/connections/narrowed'
import { useSelection } from '~/components/connections/use_selection'
import { type ListFilters, useConnectionRows } from '~/hooks/use_connection_rows'
import { useUrlQuery } from '~/hooks/use_url_query'

const defaults: ListFilters = {
  search: '',
  type: '',
  status: '',
  visibility: '',
  tag: '',
  sort: 'name',
}

/** The rows that somebody looks for, and which of them are selected. */
export function useConnectionList(initial: Listing<Connection>) {
  const [filters, setFilters] = useUrlQuery(defaults)
  const [typed, setTyped] = useState(filters.search)
  const found = useConnectionRows(filters, initial)
  const isAhead = typed.trim() !== filters.search
  const isNarrower = typed.trim().startsWith(filters.search)
  const rows = isAhead && isNarrower ? narrowed(found.rows, typed.trim()) : found.rows
  const { sort, ...others } = filters
  const isFiltered = Object.values(others).some(Boolean)

  // The address bar may change without the field, by going back.
  useEffect(
    () => setTyped((text) => (text.trim() === filters.search ? text : filters.search)),
    [filters.search]
  )

  return {
    filters,
    typed,
    setTyped,
    rows,
    isStale: found.isStale || isAhead,
    error: found.error,
    retry: found.retry,
    look: found.look,
    isFirstUse: !found.isStale && found.rows.length === 0 && !isFiltered && !isAhead,
    ...useSelection(rows, JSON.stringify(filters)),
    filter(changes: Partial<ListFilters>) {
      setFilters(changes)
      window.scrollTo(0, 0)
    },
    clearFilters() {
      setTyped('')
      setFilters({ ...defaults, sort: filters.sort })
    },
  }
}
