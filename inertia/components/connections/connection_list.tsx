import { lazy, useCallback, useMemo, useRef, useState } from 'react'
import { ConnectionFilters } from '~/components/connections/connection_filters'
import type { RowEvents } from '~/components/connections/connection_row'
import { ConnectionTable } from '~/components/connections/connection_table'
import { listShortcuts } from '~/components/connections/list_shortcuts'
import { NothingFound } from '~/components/connections/no_connections'
import { RowDialogs } from '~/components/connections/row_dialogs'
import type { OpenMenu } from '~/components/connections/row_menu'
import { countSelected, isSelected } from '~/components/connections/selection'
import type { useConnectionList } from '~/components/connections/use_connection_list'
import { useListReturn } from '~/components/connections/use_list_return'
import { useRowActions } from '~/components/connections/use_row_actions'
import { useRowDialogs } from '~/components/connections/use_row_dialogs'
import { Failure } from '~/components/failure'
import { OnFirstUse } from '~/components/on_first_use'
import { useTestedNow } from '~/hooks/use_retest_connection'
import { useShortcuts } from '~/hooks/use_shortcuts'
import { useUser } from '~/hooks/use_user'
import { useBulkTests } from '~/stores/bulk_test'
import { useStrings } from '~/strings/strings_context'
import classes from './bulk_bar.module.css'

/** Its code comes with the first menu that is opened. */
const RowMenu = lazy(() =>
  import('~/components/connections/row_menu').then((file) => ({ default: file.RowMenu }))
)

/** Its code comes as soon as somebody turns to the list, before they can have selected anything. */
const loadBulkActions = () => import('~/components/connections/bulk_actions')
const BulkActions = lazy(loadBulkActions)
const prepare = () => void loadBulkActions().catch(() => {})

interface Props {
  list: ReturnType<typeof useConnectionList>
  engineLabels: Record<string, string>
}

/** The connections that somebody looks for, and what can be done with one or many of them. */
export function ConnectionList({ list, engineLabels }: Props) {
  const strings = useStrings()
  const box = useRef<HTMLDivElement>(null)
  const initialOffset = useListReturn(box)
  const { mayConnect } = useUser()
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const actions = useRowActions()
  const dialogs = useRowDialogs({ list, actions, box })
  useShortcuts(useMemo(() => listShortcuts(strings), [strings]))
  const events = useRowEvents(list, setMenu, dialogs.editTags)
  const testing = useTesting()
  const { rows, filters, selection } = list
  const isEmpty = rows.length === 0
  const isTestingMany = useBulkTests(({ run }) => run !== null)
  const isBulk = isTestingMany || countSelected(selection, rows.length) > 0

  return (
    <div ref={box} onPointerEnter={prepare} onFocus={prepare}>
      <ConnectionFilters
        filters={filters}
        typed={list.typed}
        engineLabels={engineLabels}
        total={list.isStale ? null : rows.length}
        onType={list.setTyped}
        onChange={list.filter}
      />
      {list.error && (
        <div className={isEmpty ? undefined : classes.dock}>
          <Failure title={strings.connections.unlisted} error={list.error} onRetry={list.retry} />
        </div>
      )}
      <OnFirstUse when={isBulk}>
        <BulkActions list={list} />
      </OnFirstUse>
      {isEmpty && !list.isStale && !list.error && <NothingFound onClear={list.clearFilters} />}
      {!isEmpty && (
        <ConnectionTable
          rows={rows}
          engineLabels={engineLabels}
          mayChange={mayConnect}
          sort={filters.sort}
          onSort={(sort) => list.filter({ sort })}
          onSortSoon={(sort) => list.prepare({ sort })}
          selection={selection}
          onSelectAll={list.selectAll}
          onClearSelection={list.clear}
          onEdit={actions.edit}
          testing={testing}
          cameBack={actions.cameBack}
          menuOf={menu?.connection.id ?? null}
          events={events}
          isStale={list.isStale}
          initialOffset={initialOffset}
          onLook={list.look}
        >
          <OnFirstUse when={menu !== null}>
            <RowMenu
              menu={menu}
              isSelected={menu !== null && isSelected(selection, menu.connection.id)}
              onAction={dialogs.act}
              onClose={() => setMenu(null)}
            />
          </OnFirstUse>
        </ConnectionTable>
      )}
      <RowDialogs {...dialogs} />
    </div>
  )
}

type List = Props['list']

function useRowEvents(
  list: List,
  onMenu: (menu: OpenMenu) => void,
  onEditTags: RowEvents['onEditTags']
): RowEvents {
  const latest = useRef(list)
  latest.current = list
  const { select } = list
  const editTags = useRef(onEditTags)
  editTags.current = onEditTags
  const show = useCallback<RowEvents['onMenu']>(
    (connection, button) => onMenu({ connection, button }),
    [onMenu]
  )
  return useMemo(
    () => ({
      onSelect: select,
      onMenu: show,
      onTag: (tag) => latest.current.filter({ tag }),
      onEditTags: (connection) => editTags.current(connection),
    }),
    [select, show]
  )
}

/** Ids of the rows that are being tested, one by one or many together. */
function useTesting(): ReadonlySet<string> {
  const single = useTestedNow()
  const many = useBulkTests(({ run }) => run?.current)
  return useMemo(() => new Set([...single, ...(many ?? [])]), [single, many])
}
