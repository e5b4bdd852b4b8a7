import { useMemo, useState } from 'react'
import type { TableSummary } from '~/api/types'
import { isMatch } from '~/components/explore/table_search'
import { tableId, treeRows } from '~/components/explore/tree_rows'
import { MOST_TABLES, useCatalog } from '~/hooks/use_catalog'
import { useFoundTables } from '~/hooks/use_found_tables'

/** Up to so many tables, every schema is open from the start. */
const FEW = 500

/** The tables of a connection as a tree that is searched, opened and closed. */
export function useListedTables(connectionId: string, search: string) {
  const catalog = useCatalog(connectionId, null)
  const { tables = none, total = 0 } = catalog.data ?? {}
  const { found, isSearching } = useFoundTables(connectionId, search, total > MOST_TABLES)
  const [opened, setOpened] = useState<Record<string, boolean>>({})
  const all = useMemo(() => joined(tables, found), [tables, found])

  const rows = useMemo(() => {
    const first = all[0]?.schema
    const isOpen = (schema: string) => opened[schema] ?? (total <= FEW || schema === first)
    return treeRows(all, { search, isOpen })
  }, [all, total, search, opened])

  const bySchema = useMemo(() => {
    const shown = search === '' ? all : all.filter((table) => isMatch(table, search))
    return Map.groupBy(shown, ({ schema }) => schema)
  }, [all, search])

  return {
    ...{ catalog, rows, bySchema, isSearching },
    toggle: (schema: string, isOpen: boolean) =>
      setOpened((before) => ({ ...before, [schema]: isOpen })),
  }
}

const none: TableSummary[] = []

/** Tables that the server found beyond those that are known. */
function joined(known: TableSummary[], found: TableSummary[]) {
  if (found.length === 0) return known
  const ids = new Set(known.map(tableId))
  return [...known, ...found.filter((table) => !ids.has(tableId(table)))]
}
