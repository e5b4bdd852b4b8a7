import type { Cell } from '~/api/types'

/** A value as text, as whole as the preview has it: what is copied and what is read beside the grid. */
export function cellText(cell: Cell): string {
  if (cell === null) return 'NULL'
  if (typeof cell !== 'object') return String(cell)
  switch (cell.$type) {
    case 'binary':
      return cell.base64
    case 'json':
    case 'text':
      return cell.text
    case 'float':
      return cell.value
  }
}

/** Whether there is more of a value than the preview has. */
export function isCut(cell: Cell): boolean {
  return cell !== null && typeof cell === 'object' && 'truncated' in cell && cell.truncated === true
}
