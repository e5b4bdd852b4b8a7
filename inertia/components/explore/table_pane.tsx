import { useMemo, useRef, useState } from 'react'
import type { Ahead, TableListing, TableRef, TableSummary } from '~/api/types'
import { PaneFoot } from '~/components/explore/pane_foot'
import { NoTables, PaneTrouble, PaneWaiting } from '~/components/explore/pane_states'
import { TableSearchField } from '~/components/explore/table_search_field'
import { TableTree } from '~/components/explore/table_tree'
import { tableId, type TreeRow } from '~/components/explore/tree_rows'
import { useArrangedTree } from '~/components/explore/use_arranged_tree'
import { MOST_TABLES, useCatalog } from '~/hooks/use_catalog'
import { useFoundTables } from '~/hooks/use_found_tables'
import { useTableTree } from '~/stores/table_tree'
import { useStrings } from '~/strings/strings_context'
import classes from './table_pane.module.css'

interface Props {
  connectionId: string
  ahead: Ahead<TableListing>
  shown: TableRef | null
  onOpen: (table: TableRef) => void
}

/** A connection's tables: a search, the tree, and how old it is. */
export function TablePane({ connectionId, ahead, shown, onOpen }: Props) {
  const t = useStrings().explore.tables
  const scroll = useRef<HTMLDivElement>(null)
  const catalog = useCatalog(connectionId, ahead)
  const { tables = none, total = 0 } = catalog.data ?? {}
  const { tree, change } = useTableTree(connectionId)
  const { found, isSearching } = useFoundTables(connectionId, tree.search, total > MOST_TABLES)
  const all = useMemo(() => joined(tables, found), [tables, found])
  const { rows, toggle, shownId } = useArrangedTree(connectionId, all, total, shown)
  const [activeId, setActive] = useState<string | null>(null)
  const at = whereIs(rows, [activeId, tree.search ? null : shownId])

  function choose(row: TreeRow) {
    setActive(row.id)
    if (row.kind === 'table') onOpen(row.table)
    else toggle(row.schema, !row.isOpen)
  }

  return (
    <section className={classes.pane} aria-label={t.pane}>
      <TableSearchField
        value={tree.search}
        onChange={(search) => {
          change({ search })
          setActive(null)
          scroll.current?.scrollTo(0, 0)
        }}
        onDown={() => scroll.current?.focus()}
        onEnter={() => rows[at] && choose(rows[at])}
        isRefreshing={catalog.isRefreshing}
        onRefresh={catalog.refresh}
      />
      {catalog.isPending && !catalog.error && <PaneWaiting />}
      <PaneTrouble catalog={catalog} />
      {catalog.data && rows.length === 0 && !isSearching && <NoTables search={tree.search} />}
      {rows.length > 0 && (
        <TableTree
          ref={scroll}
          label={t.pane}
          rows={rows}
          search={tree.search}
          at={at}
          shownId={shownId}
          scrollTop={tree.scrollTop}
          onMove={(next) => setActive(rows[next]?.id ?? null)}
          onChoose={choose}
          onLeave={(scrollTop) => change({ scrollTop })}
        />
      )}
      {catalog.data && (
        <PaneFoot
          catalog={catalog.data}
          isReading={catalog.isFetching}
          isSearching={isSearching}
          found={tree.search ? rows.filter(({ kind }) => kind === 'table').length : null}
        />
      )}
    </section>
  )
}

const none: TableSummary[] = []

/** Tables that the server found beyond those that are known. */
function joined(known: TableSummary[], found: TableSummary[]) {
  if (found.length === 0) return known
  const ids = new Set(known.map(tableId))
  return [...known, ...found.filter((table) => !ids.has(tableId(table)))]
}

/** The row of the first id that there is; of a search, the first table that was found. */
function whereIs(rows: TreeRow[], ids: (string | null)[]) {
  for (const id of ids) {
    const at = id === null ? -1 : rows.findIndex((row) => row.id === id)
    if (at !== -1) return at
  }
  return Math.max(
    0,
    rows.findIndex(({ kind }) => kind === 'table')
  )
}
