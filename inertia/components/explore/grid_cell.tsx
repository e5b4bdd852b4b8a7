import { memo } from 'react'
import type { Cell } from '~/api/types'
import { CellValue } from '~/components/explore/cell_value'
import { placeName } from '~/components/explore/grid_place'
import classes from './preview_grid.module.css'

interface Props {
  cell: Cell
  /** From 0 on. */
  row: number
  column: number
  isNumeric: boolean
  /** Whether the keyboard is here. */
  isHere: boolean
}

/** One value in its place. The grid listens for all of them, so that moving renders two cells and not thousands. */
export const GridCell = memo(function GridCell({ cell, row, column, isNumeric, isHere }: Props) {
  return (
    <td
      className={classes.cell}
      data-numeric={isNumeric || undefined}
      data-place={placeName({ row, column })}
      aria-colindex={column + 1}
      aria-selected={isHere}
      tabIndex={isHere ? 0 : -1}
    >
      <CellValue cell={cell} />
    </td>
  )
})
