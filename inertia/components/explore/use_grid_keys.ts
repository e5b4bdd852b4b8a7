import type { KeyboardEvent } from 'react'
import type { Preview } from '~/api/types'
import type { GridPlace } from '~/components/explore/grid_place'

/** Pixels that a column changes with one key. */
const STEP = 16

interface Options {
  preview: Preview
  place: GridPlace
  onMove: (place: GridPlace) => void
  onOpen: () => void
  onCopy: () => void
  onClose: () => void
  onResize: (by: number) => void
}

/** The keys of a grid (WAI-ARIA Authoring Practices, grid): arrows, Home and End, Enter; and copying like anywhere. */
export function useGridKeys({ preview, place, onMove, onResize, ...on }: Options) {
  const { row, column } = place
  const bottom = preview.rows.length - 1
  const right = preview.columns.length - 1
  const to = (next: Partial<GridPlace>) => onMove(within({ ...place, ...next }))
  const within = (next: GridPlace) => ({
    row: Math.min(Math.max(next.row, -1), bottom),
    column: Math.min(Math.max(next.column, 0), right),
  })

  const moves: Record<string, () => void> = {
    'ArrowRight': () => to({ column: column + 1 }),
    'ArrowLeft': () => to({ column: column - 1 }),
    'ArrowDown': () => to({ row: row + 1 }),
    'ArrowUp': () => to({ row: row - 1 }),
    'Home': () => to({ column: 0 }),
    'End': () => to({ column: right }),
    'PageUp': () => to({ row: 0 }),
    'PageDown': () => to({ row: bottom }),
    'mod+Home': () => onMove(within({ row: 0, column: 0 })),
    'mod+End': () => onMove(within({ row: bottom, column: right })),
    'mod+c': () => on.onCopy(),
    'Enter': on.onOpen,
    ' ': on.onOpen,
    'Escape': on.onClose,
    ...(row === -1 && {
      'shift+ArrowRight': () => onResize(STEP),
      'shift+ArrowLeft': () => onResize(-STEP),
    }),
  }

  return (event: KeyboardEvent) => {
    const move = moves[spelled(event)]
    if (!move || (spelled(event) === 'mod+c' && isTextSelected())) return
    event.preventDefault()
    move()
  }
}

function spelled({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent) {
  if (altKey) return ''
  const isMod = ctrlKey || metaKey
  return `${isMod ? 'mod+' : ''}${shiftKey ? 'shift+' : ''}${isMod ? key.replace(/^C$/, 'c') : key}`
}

/** Text that somebody marked with the mouse is what they want to copy. */
function isTextSelected() {
  return !(getSelection()?.isCollapsed ?? true)
}
