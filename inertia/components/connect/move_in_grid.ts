import type { KeyboardEvent } from 'react'

/**
 * Moves the focus among the buttons of a grid: left and right by one, up and down by a row.
 *
 * @returns false where up leaves the grid
 */
export function moveInGrid(event: KeyboardEvent<HTMLElement>): boolean {
  const tiles = [...event.currentTarget.querySelectorAll('button')]
  const current = tiles.findIndex((tile) => tile === event.target)
  const columns = getComputedStyle(event.currentTarget).gridTemplateColumns.split(' ').length
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  }
  const step = steps[event.key]
  if (step === undefined || current < 0) return true
  event.preventDefault()
  if (current + step < 0) return event.key !== 'ArrowUp'
  tiles[Math.min(current + step, tiles.length - 1)]?.focus()
  return true
}
