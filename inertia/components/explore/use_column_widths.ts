import { type PointerEvent, useMemo, useState } from 'react'
import type { Preview } from '~/api/types'
import { bounded, fittingWidth, WIDEST } from '~/components/explore/column_widths'

/** How wide each column is: as its content asks for, or as somebody made it. */
export function useColumnWidths({ columns, rows }: Preview) {
  const [chosen, setChosen] = useState<Record<string, number>>({})
  const cellsOf = (at: number) => rows.map((row) => row[at] ?? null)
  const widths = useMemo(
    () => columns.map((column, at) => chosen[column.name] ?? fittingWidth(column, cellsOf(at))),
    [columns, rows, chosen]
  )

  const set = (at: number, width: number) => {
    const column = columns[at]
    if (column) setChosen((all) => ({ ...all, [column.name]: bounded(width) }))
  }

  return {
    widths,
    change: (at: number, by: number) => set(at, (widths[at] ?? 0) + by),
    fit: (at: number) => {
      const column = columns[at]
      if (column) set(at, fittingWidth(column, cellsOf(at), WIDEST))
    },
    /** Follows the pointer from here on until it is lifted. */
    drag: (at: number, event: PointerEvent<HTMLElement>) => {
      const begun = event.clientX
      const width = widths[at] ?? 0
      const handle = event.currentTarget
      handle.setPointerCapture(event.pointerId)
      const follow = (moved: globalThis.PointerEvent) => set(at, width + moved.clientX - begun)
      const end = () => handle.removeEventListener('pointermove', follow)
      handle.addEventListener('pointermove', follow)
      handle.addEventListener('lostpointercapture', end, { once: true })
    },
  }
}
