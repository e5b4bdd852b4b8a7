import { IconTable } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { Ahead, Preview, TableListing, TableRef } from '~/api/types'
import { EmptyState } from '~/components/empty_state'
import { exploreShortcuts } from '~/components/explore/explore_shortcuts'
import { OpenTable } from '~/components/explore/open_table'
import { TablePane } from '~/components/explore/table_pane'
import { TableView } from '~/components/explore/table_view'
import { tableId } from '~/components/explore/tree_rows'
import { useShortcuts } from '~/hooks/use_shortcuts'
import { useUrlQuery } from '~/hooks/use_url_query'
import { useStrings } from '~/strings/strings_context'
import classes from './explorer.module.css'

interface Props {
  connectionId: string
  tables: Ahead<TableListing>
  preview: Ahead<Preview>
}

/** A connection's tables, and the one that the address names. */
export function Explorer({ connectionId, tables, preview }: Props) {
  const strings = useStrings()
  const t = strings.explore.choose
  useShortcuts(useMemo(() => exploreShortcuts(strings), [strings]))
  const [{ schema, table, tab }, setQuery] = useUrlQuery({ schema: '', table: '', tab: 'preview' })
  const shown = table ? { schema: schema || null, name: table } : null
  const shownId = shown && tableId(shown)
  const [arrivedWith] = useState(shownId)
  const open = (chosen: TableRef) =>
    setQuery({ schema: chosen.schema ?? '', table: chosen.name }, { push: true })

  return (
    <OpenTable value={open}>
      <div className={classes.explore} data-open={shown ? true : undefined}>
        <TablePane connectionId={connectionId} ahead={tables} shown={shown} onOpen={open} />
        {shown ? (
          <TableView
            key={shownId}
            connectionId={connectionId}
            shown={shown}
            ahead={shownId === arrivedWith ? preview : null}
            tab={tab}
            onTab={(next) => setQuery({ tab: next })}
            onBack={() => setQuery({ schema: '', table: '' }, { push: true })}
          />
        ) : (
          <div className={classes.none}>
            <EmptyState icon={<IconTable size={32} stroke={1.4} />} title={t.title}>
              {t.text}
            </EmptyState>
          </div>
        )}
      </div>
    </OpenTable>
  )
}
