import { IconTable } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import type { TableSummary } from '~/api/types'
import { isNarrowed } from '~/components/datasets/picker/choice'
import { PickerTree } from '~/components/datasets/picker/picker_tree'
import { TableOptionsPane } from '~/components/datasets/picker/table_options'
import { tablesOf, tickOf } from '~/components/datasets/picker/tick'
import type { Choice } from '~/components/datasets/picker/use_choice'
import { useListedTables } from '~/components/datasets/picker/use_listed_tables'
import { EmptyState } from '~/components/empty_state'
import { PaneFoot } from '~/components/explore/pane_foot'
import { NoTables, PaneTrouble, PaneWaiting } from '~/components/explore/pane_states'
import { TableSearchField } from '~/components/explore/table_search_field'
import { tableId, type TreeRow } from '~/components/explore/tree_rows'
import { useStrings } from '~/strings/strings_context'
import classes from './table_picker.module.css'

interface Props {
  connectionId: string
  choice: Choice
}

/** A connection's tables, to tick, and what to take of the one that is looked at. */
export function TablePicker({ connectionId, choice }: Props) {
  const { picker: t } = useStrings().datasets
  const scroll = useRef<HTMLDivElement>(null)
  const [search, setSearch] = useState('')
  const [activeId, setActive] = useState<string | null>(null)
  const [shown, setShown] = useState<TableSummary | null>(null)
  const { catalog, rows, bySchema, isSearching, toggle } = useListedTables(connectionId, search)
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === activeId)
  )

  function choose(row: TreeRow) {
    setActive(row.id)
    if (row.kind === 'table') setShown(row.table)
    else toggle(row.schema, !row.isOpen)
  }

  function tick(row: TreeRow) {
    setActive(row.id)
    const tables = tablesOf(row, bySchema)
    choice.tick(tables, tickOf(tables, choice.ticked) !== 'true')
  }

  const found = useMemo(() => rows.filter(({ kind }) => kind === 'table').length, [rows])
  return (
    <div className={classes.picker} data-open={shown ? true : undefined}>
      <section className={classes.pane} aria-label={t.pane}>
        <TableSearchField
          value={search}
          onChange={(next) => {
            setSearch(next)
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
        {catalog.data && rows.length === 0 && !isSearching && <NoTables search={search} />}
        {rows.length > 0 && (
          <PickerTree
            ref={scroll}
            label={t.pane}
            hint={t.hint}
            rows={rows}
            search={search}
            at={at}
            shownId={shown && tableId(shown)}
            tickOf={(row) => tickOf(tablesOf(row, bySchema), choice.ticked)}
            isNarrowed={(row) => row.kind === 'table' && isNarrowed(choice.optionsOf(row.table))}
            onMove={(next) => setActive(rows[next]?.id ?? null)}
            onChoose={choose}
            onTick={tick}
          />
        )}
        {catalog.data && (
          <PaneFoot
            catalog={catalog.data}
            isReading={catalog.isFetching}
            isSearching={isSearching}
            found={search ? found : null}
          />
        )}
      </section>
      {shown ? (
        <TableOptionsPane
          key={tableId(shown)}
          connectionId={connectionId}
          table={shown}
          choice={choice}
          onBack={() => setShown(null)}
        />
      ) : (
        <div className={classes.none}>
          <EmptyState icon={<IconTable size={32} stroke={1.4} />} title={t.options.none}>
            {t.options.noneHint}
          </EmptyState>
        </div>
      )}
    </div>
  )
}
