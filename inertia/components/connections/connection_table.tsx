import { Fragment, type FocusEvent, type ReactNode, useRef } from 'react'
import type { Connection } from '~/api/types'
import { ConnectionHead } from '~/components/connections/connection_head'
import { ConnectionRow, type RowEvents } from '~/components/connections/connection_row'
import { countSelected, isSelected, type Selection } from '~/components/connections/selection'
import { useListKeys } from '~/components/connections/use_list_keys'
import { useRowWindow } from '~/components/connections/use_row_window'
import { WaitingRow } from '~/components/connections/waiting_row'
import type { Rows } from '~/hooks/use_connection_rows'
import { useStrings } from '~/strings/strings_context'
import classes from './connection_table.module.css'

interface Props {
  rows: Rows
  engineLabels: Record<string, string>
  mayChange: boolean
  sort: string
  onSort: (sort: string) => void
  onSortSoon: (sort: string) => void
  selection: Selection
  onSelectAll: (checked: boolean) => void
  onClearSelection: () => void
  onEdit: (connection: Connection) => void
  testing: ReadonlySet<string>
  cameBack: ReadonlySet<string>
  menuOf: string | null
  events: RowEvents
  isStale: boolean
  /** Where the window was scrolled to when this list was left. */
  initialOffset: number
  onLook: (first: number, last: number) => void
  /** Lies in the same box, so that it scrolls along. */
  children?: ReactNode
}

/** A table of any length of which only what is in sight is in the page; to a screen reader it is whole. */
export function ConnectionTable(props: Props) {
  const { rows, engineLabels, selection, events } = props
  const { table: words } = useStrings().connections
  const body = useRef<HTMLTableSectionElement>(null)
  const { initialOffset, onLook } = props
  const shown = useRowWindow({ count: rows.length, body, initialOffset, onLook })
  const selected = countSelected(selection, rows.length)
  useListKeys({ ...props, ...shown, body })

  let end = shown.top
  const parts = shown.items.map(({ index, start, end: next }) => {
    const gap = start - end
    end = next
    return { index, gap, row: rows[index] }
  })
  return (
    <div className={classes.box}>
      <table
        className={classes.table}
        aria-label={words.label}
        aria-rowcount={rows.length + 1}
        aria-busy={props.isStale}
        data-stale={props.isStale || undefined}
        data-selecting={selected > 0 || undefined}
      >
        <ConnectionHead
          sort={props.sort}
          onSort={props.onSort}
          onSortSoon={props.onSortSoon}
          selection={
            props.mayChange ? { selected, total: rows.length, onAll: props.onSelectAll } : undefined
          }
        />
        <tbody
          ref={body}
          onFocus={(event) => shown.keep(indexOf(event))}
          onBlur={() => shown.keep(null)}
        >
          {parts.map(({ index, gap, row }) => (
            <Fragment key={row?.id ?? index}>
              {gap > 0 && <Gap height={gap} />}
              {row ? (
                <ConnectionRow
                  index={index}
                  connection={row}
                  engineLabel={engineLabels[row.type] ?? row.type}
                  mayChange={props.mayChange}
                  isSelected={isSelected(selection, row.id)}
                  isTesting={props.testing.has(row.id)}
                  isMenuOpen={props.menuOf === row.id}
                  isBack={props.cameBack.has(row.id)}
                  events={events}
                />
              ) : (
                <WaitingRow index={index} />
              )}
            </Fragment>
          ))}
          {shown.bottom > end && <Gap height={shown.bottom - end} />}
        </tbody>
      </table>
      {props.children}
    </div>
  )
}

/** The room of rows that are not in the page. */
function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden="true" className={classes.gap}>
      <td style={{ height }} />
    </tr>
  )
}

function indexOf({ target }: FocusEvent): number | null {
  const index = target.closest<HTMLElement>('[data-index]')?.dataset.index
  return index === undefined ? null : Number(index)
}
