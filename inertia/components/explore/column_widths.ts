import type { Cell, Column } from '~/api/types'
import { cellText } from '~/components/explore/cell_text'

/** Pixels. */
export const NARROWEST = 56
export const WIDEST = 1_200

/** Wider than this a column becomes only by hand. */
const COMFORTABLE = 320

/** Of a character of the grid's monospace, which is 12 px high; of the room beside the text; of an icon. */
const CHARACTER = 7.25
const PADDING = 26
const ICON = 17

/** What a chip adds to its text: its word, its border. */
const CHIP = 60

/** As wide as what it holds asks for, told from the text alone, so that the server and the browser agree. */
export function fittingWidth(column: Column, cells: Cell[], widest = COMFORTABLE): number {
  const icons = (column.primaryKey ? ICON : 0) + (column.references ? ICON : 0)
  const head = Math.max(
    column.name.length * CHARACTER + icons,
    (column.type.length + (column.nullable ? 0 : 11)) * CHARACTER
  )
  const widths = cells.map(contentWidth)
  const wanted = Math.ceil(Math.max(head, ...widths) + PADDING)
  return Math.min(Math.max(wanted, NARROWEST), widest)
}

function contentWidth(cell: Cell): number {
  if (cell === null || typeof cell !== 'object') return cellText(cell).length * CHARACTER
  if (cell.$type === 'binary') return CHIP + 64
  return cellText(cell).length * CHARACTER + CHIP
}

export function bounded(width: number): number {
  return Math.round(Math.min(Math.max(width, NARROWEST), WIDEST))
}
