import { UnstyledButton } from '@mantine/core'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Preview } from '~/api/types'
import { CellDetail } from '~/components/explore/cell_detail'
import { cellText } from '~/components/explore/cell_text'
import { CopyMenu } from '~/components/explore/copy_menu'
import { PreviewGrid } from '~/components/explore/preview_grid'
import { useCopying } from '~/components/explore/use_copying'
import type { GridPlace } from '~/components/explore/grid_place'
import { type Reading, ViewFoot } from '~/components/explore/view_foot'
import { type Strings, useStrings } from '~/strings/strings_context'
import foot from './view_foot.module.css'
import classes from './table_view.module.css'

interface Props {
  preview: Preview
  mayHaveMore: boolean
  onMore: () => void
  /** Rows that are shown then. */
  more: number
  foot: Reading
}

/** The grid, the value that is open beside it, and what can be done with both. */
export function PreviewPane({ preview, mayHaveMore, onMore, more, foot: reading }: Props) {
  const t = useStrings().explore
  const [place, setPlace] = useState<GridPlace>({
    row: preview.rows.length > 0 ? 0 : -1,
    column: 0,
  })
  const [opened, setOpened] = useState<{ visits: number } | null>(null)
  const grid = useRef<HTMLDivElement>(null)
  const copying = useCopying()
  const column = preview.columns[place.column]
  const cell = preview.rows[place.row]?.[place.column]

  const isOpen = opened !== null
  useEffect(() => {
    // The open value takes room from the grid: its cell must not go out of sight.
    if (isOpen) placeIn(grid)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isOpen])

  function close() {
    if (!opened) return
    setOpened(null)
    placeIn(grid)?.focus()
  }

  return (
    <div className={classes.pane} ref={grid}>
      <div className={classes.split}>
        <PreviewGrid
          preview={preview}
          place={place}
          onMove={setPlace}
          onOpen={(next, isByKey) => {
            setPlace(next)
            setOpened((now) => ({ visits: (now?.visits ?? 0) + (isByKey ? 1 : 0) }))
          }}
          onCopy={() => {
            if (cell === undefined) void copying.copy(column?.name ?? '', [])
            else void copying.copy(cellText(cell), [cell])
          }}
          onClose={close}
        />
        {opened && column && cell !== undefined && (
          <CellDetail column={column} cell={cell} visits={opened.visits} onClose={close} />
        )}
      </div>
      <ViewFoot
        {...reading}
        action={
          preview.rows.length > 0 && <CopyMenu preview={preview} place={place} copying={copying} />
        }
      >
        <span>{whichRows(preview, t.grid)}</span>
        {mayHaveMore && (
          <UnstyledButton className={foot.link} onClick={onMore}>
            {t.grid.showMore(more)}
          </UnstyledButton>
        )}
        {preview.truncated && <span>{t.grid.cut}</span>}
        <span role="status">{copying.said}</span>
      </ViewFoot>
    </div>
  )
}

/** The cell where the keyboard is. */
function placeIn(grid: RefObject<HTMLElement | null>) {
  return grid.current?.querySelector<HTMLElement>('[data-place][tabindex="0"]')
}

/** As many as the server shows; an estimate of fewer may be wrong, so that "all" is said of a count alone. */
function whichRows({ rows, rowCount }: Preview, t: Strings['explore']['grid']) {
  const isAll = rowCount.exact && rowCount.value === rows.length
  if (rows.length === 0) return ''
  if (rows.length === 1) return isAll ? t.onlyRow : t.firstRow
  return isAll ? t.allRows(rows.length) : t.firstRows(rows.length)
}
