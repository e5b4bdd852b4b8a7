import { type RefObject, useEffect, useRef } from 'react'
import { type GridPlace, placeName, placeOf } from '~/components/explore/grid_place'

/** Keeps the focus where the place is, and the place where the focus went by a click. */
export function useGridFocus(
  grid: RefObject<HTMLElement | null>,
  place: GridPlace,
  onMove: (place: GridPlace) => void
) {
  const isMoving = useRef(false)
  const moved = useRef(onMove)
  useEffect(() => {
    moved.current = onMove
  })

  useEffect(() => {
    const element = grid.current
    const take = ({ target }: FocusEvent) => {
      const focused = placeOf(target)
      if (focused) moved.current(focused)
    }
    element?.addEventListener('focusin', take)
    return () => element?.removeEventListener('focusin', take)
  }, [grid])

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
  }
}
