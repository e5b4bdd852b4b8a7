import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef } from 'react'

/** Up to so many columns, all are elements, so that the browser's own search finds them. */
const FEW = 40

/** What the server renders, which does not know the window. */
const SCREEN = { width: 1_600, height: 800 }

export interface ColumnInSight {
  at: number
  /** Pixels of the columns that are left out before it. */
  before: number
}

/** Which columns of a wide table are elements: those in sight, and the one where the keyboard is. */
export function useColumnsInSight(widths: number[], active: number) {
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    horizontal: true,
    count: widths.length,
    getScrollElement: () => scroll.current,
    estimateSize: (at) => widths[at] ?? 0,
    overscan: 3,
    initialRect: SCREEN,
    rangeExtractor: (range) => {
      if (widths.length <= FEW) return widths.map((_, at) => at)
      const inSight = new Set([...defaultRangeExtractor(range), active])
      return [...inSight].filter((at) => at < widths.length).sort((a, b) => a - b)
    },
  })
  useLayoutEffect(() => virtual.measure(), [virtual, widths])

  const items = virtual.getVirtualItems()
  const parts: ColumnInSight[] = items.map(({ index, start }, place) => {
    return { at: index, before: start - (items[place - 1]?.end ?? 0) }
  })
  const width = widths.reduce((sum, each) => sum + each, 0)
  return {
    scroll,
    parts,
    /** Pixels of all columns together, and of those that are left out at the end. */
    width,
    after: width - (items.at(-1)?.end ?? 0),
    show: (at: number) => widths.length > FEW && virtual.scrollToIndex(at),
  }
}
