import { type RefObject, useEffect, useRef } from 'react'
import type { GridPlace } from '~/components/explore/use_grid_keys'

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
      const cell = target instanceof Element ? target.closest('[data-place]') : null
      const [row, column] = (cell?.getAttribute('data-place') ?? '').split(',').map(Number)
      if (row !== undefined && column !== undefined) moved.current({ row, column })
    }
    element?.addEventListener('focusin', take)
    return () => element?.removeEventListener('focusin', take)
  }, [grid])

  useEffect(() => {
    if (!isMoving.current) return
    isMoving.current = false
    const cell = grid.current?.querySelector<HTMLElement>(
      `[data-place="${place.row},${place.column}"]`
    )
    cell?.focus()
  }, [grid, place])

  return {
    moveTo: (next: GridPlace) => {
      isMoving.current = true
      onMove(next)
    },
  }
}
