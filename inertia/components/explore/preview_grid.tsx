import { VisuallyHidden } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import type { Column, Preview } from '~/api/types'
import { ColumnHead } from '~/components/explore/column_head'
import { isNumeric } from '~/components/explore/column_types'
import { GridCell } from '~/components/explore/grid_cell'
import { type GridPlace, placeOf } from '~/components/explore/grid_place'
import { useColumnWidths } from '~/components/explore/use_column_widths'
import { useColumnsInSight } from '~/components/explore/use_columns_in_sight'
import { useGridFocus } from '~/components/explore/use_grid_focus'
import { useGridKeys } from '~/components/explore/use_grid_keys'
import { useStrings } from '~/strings/strings_context'
import classes from './preview_grid.module.css'

interface Props {
  preview: Preview
  place: GridPlace
  onMove: (place: GridPlace) => void
  /** Shows the whole value beside the grid; by keyboard, the reader goes there. */
  onOpen: (place: GridPlace, isByKey: boolean) => void
  onCopy: () => void
  onClose: () => void
}

/** The first rows as the database has them. */
export function PreviewGrid({ preview, place, onMove, onOpen, onCopy, onClose }: Props) {
  const t = useStrings().explore.grid
  const { columns, rows } = preview
  const { widths, change, fit, drag } = useColumnWidths(preview)
  const sight = useColumnsInSight(widths, place.column)
  const { moveTo, onFocus } = useGridFocus(sight.scroll, place, (next) => {
    sight.show(next.column)
    onMove(next)
  })
  const onKeyDown = useGridKeys({
    ...{ preview, place, onCopy, onClose, onMove: moveTo },
    onOpen: () => (place.row === -1 ? follow(sight.scroll.current) : onOpen(place, true)),
    onResize: (by) => change(place.column, by),
  })

  const openAt = (target: EventTarget) => {
    const clicked = placeOf(target)
    if (clicked && clicked.row >= 0) onOpen(clicked, false)
  }

  /** The cells of a row that are in sight, with room where others are left out. */
  const cells = (cellOf: (column: Column, at: number) => ReactNode) => (
    <>
      {sight.parts.map(({ at, before }) => (
        <Fragment key={at}>
          {before > 0 && <td role="presentation" />}
          {columns[at] && cellOf(columns[at], at)}
        </Fragment>
      ))}
      {sight.after > 0 && <td role="presentation" />}
    </>
  )

  return (
    <div ref={sight.scroll} className={classes.scroll} data-grid>
      <table
        className={classes.grid}
        role="grid"
        aria-label={t.label}
        aria-describedby="grid-keys"
        aria-colcount={columns.length}
        aria-rowcount={rows.length + 1}
        width={sight.width}
        onFocus={onFocus}
        onKeyDown={onKeyDown}
        onClick={({ target }) => opens(target) && openAt(target)}
        onDoubleClick={({ target }) => openAt(target)}
      >
        <colgroup>
          {sight.parts.map(({ at, before }) => (
            <Fragment key={at}>
              {before > 0 && <col width={before} />}
              <col width={widths[at]} />
            </Fragment>
          ))}
          {sight.after > 0 && <col width={sight.after} />}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {cells((column, at) => (
              <ColumnHead
                column={column}
                at={at}
                hasFocus={place.row === -1 && place.column === at}
                onDrag={(event) => drag(at, event)}
                onFit={() => fit(at)}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {/* Rows have no key of their own and never move. */}
          {rows.map((row, index) => (
            <tr key={index} aria-rowindex={index + 2}>
              {cells((column, at) => (
                <GridCell
                  cell={row[at] ?? null}
                  row={index}
                  column={at}
                  isNumeric={isNumeric(column.type)}
                  isHere={place.row === index && place.column === at}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className={classes.empty}>{t.noRows}</p>}
      <VisuallyHidden id="grid-keys">{`${t.hint} ${t.headHint}`}</VisuallyHidden>
    </div>
  )
}

/** Chips and long texts open with one click, everything else with two. */
function opens(target: EventTarget) {
  return target instanceof Element && target.closest('[data-opens]') !== null
}

/** The reference of the head that has the focus. */
function follow(grid: HTMLElement | null) {
  grid?.querySelector<HTMLElement>('th:focus a')?.click()
}
