import { type FocusEvent, type RefObject, useEffect, useRef } from 'react'
import { type GridPlace, placeName, placeOf } from '~/components/explore/grid_place'

/** Keeps the focus where the place is, and the place where the focus went by a click. */
export function useGridFocus(
  grid: RefObject<HTMLElement | null>,
  place: GridPlace,
  onMove: (place: GridPlace) => void
) {
  const isMoving = useRef(false)

  useEffect(() => {
    if (!isMoving.current) return
    isMoving.current = false
    const cell = grid.current?.querySelector<HTMLElement>(`[data-place="${placeName(place)}"]`)
    cell?.focus()
  }, [grid, place])

  return {
    moveTo: (next: GridPlace) => {
      isMoving.current = true
      onMove(next)
    },
    /** For the grid: React keeps what was clicked before the page was alive, and tells it then. */
    onFocus: ({ target }: FocusEvent<HTMLElement>) => {
      const focused = placeOf(target)
      if (focused) onMove(focused)
    },
  }
}
