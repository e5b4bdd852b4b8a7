/** A cell of the grid, from 0 on; row -1 is the head. */
export interface GridPlace {
  row: number
  column: number
}

/** As elements carry it. */
export function placeName({ row, column }: GridPlace) {
  return `${row},${column}`
}

/** Where in the grid something is; null when it is in no cell. */
export function placeOf(target: EventTarget | null): GridPlace | null {
  const cell = target instanceof Element ? target.closest('[data-place]') : null
  const [row, column] = (cell?.getAttribute('data-place') ?? '').split(',').map(Number)
  return row === undefined || column === undefined ? null : { row, column }
}
