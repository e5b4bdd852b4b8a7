import { useEffect, useMemo } from 'react'
import type { TableSummary } from '~/api/types'
import { tableId, treeRows } from '~/components/explore/tree_rows'
import { useTableTree } from '~/stores/table_tree'

/** Up to so many tables, every schema is open from the start. */
const FEW = 500

interface Shown {
  schema: string | null
  name: string
}

/** The rows of a connection's tree, as they are searched, opened and closed. */
export function useArrangedTree(
  connectionId: string,
  tables: readonly TableSummary[],
  total: number,
  shown: Shown | null
) {
  const { tree, change } = useTableTree(connectionId)
  const { search, schemas } = tree
  const shownSchema = shown?.schema ?? null

  // A schema whose table is shown stays open when another one is.
  useEffect(() => {
    if (shownSchema === null || schemas[shownSchema] !== undefined) return
    change({ schemas: { ...schemas, [shownSchema]: true } })
  })

  const rows = useMemo(() => {
    const first = tables[0]?.schema
    const isOpen = (schema: string) =>
      schemas[schema] ?? (total <= FEW || schema === first || schema === shownSchema)
    return treeRows(tables, { search, isOpen })
  }, [tables, total, search, schemas, shownSchema])

  const toggle = (schema: string, isOpen: boolean) =>
    change({ schemas: { ...schemas, [schema]: isOpen } })

  return { rows, toggle, shownId: shown && tableId(shown) }
}
