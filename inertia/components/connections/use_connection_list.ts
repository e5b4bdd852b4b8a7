import { useEffect, useState } from 'react'
import type { Connection, Listing } from '~/api/types'
import { foreseen } from '~/components/connections/foreseen'
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
  const isStale = found.isStale || isAhead
  const wanted = { ...filters, search: typed.trim() }
  const rows = (isStale && foreseen(found.rows, found.shown, wanted)) || found.rows
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
    isStale,
    error: found.error,
    retry: found.retry,
    look: found.look,
    prepare: found.prepare,
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
