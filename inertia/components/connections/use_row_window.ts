import { useMediaQuery } from '@mantine/hooks'
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { PAGE_ROWS } from '~/hooks/use_connection_rows'

/** Heights of a row as the style sheet has them. */
const HEIGHT = 44
const NARROW_HEIGHT = 60

/** What lies over the rows at the top of the window: the page's header and the table's; and the bar at the bottom. */
const COVERED = { top: 52 + 36, bottom: 72 }

const useIsomorphicLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect

interface Options {
  count: number
  body: RefObject<HTMLTableSectionElement | null>
  /** Where the window is scrolled to at first. */
  initialOffset: number
  onLook: (first: number, last: number) => void
}

/** Which of the rows are in the page: those in sight, some around them, and the one that has the focus. */
export function useRowWindow({ count, body, initialOffset, onLook }: Options) {
  const isNarrow = useMediaQuery('(max-width: 48em)')
  const height = isNarrow ? NARROW_HEIGHT : HEIGHT
  const focused = useRef<number | null>(null)
  const scrollMargin = useTopOf(body)
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin,
    initialOffset,
    // What the server renders: with those around them, no more than have come with the page.
    initialRect: { width: 0, height: HEIGHT * (PAGE_ROWS - 10) },
    scrollPaddingStart: COVERED.top,
    scrollPaddingEnd: COVERED.bottom,
    rangeExtractor: (range) => withRow(range, focused.current),
    useFlushSync: false,
  })
  useIsomorphicLayoutEffect(() => virtualizer.measure(), [virtualizer, height])

  const items = virtualizer.getVirtualItems()
  const { startIndex = 0, endIndex = 0 } = virtualizer.range ?? {}
  useEffect(() => onLook(startIndex, endIndex), [onLook, startIndex, endIndex])

  return {
    items,
    top: scrollMargin,
    bottom: scrollMargin + virtualizer.getTotalSize(),
    /** The row that must not leave the page, or its focus would be lost. */
    keep: (index: number | null) => (focused.current = index),
    scrollTo: (index: number) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  }
}

function withRow(range: Range, index: number | null): number[] {
  const indexes = defaultRangeExtractor(range)
  if (index === null || index >= range.count || indexes.includes(index)) return indexes
  return [...indexes, index].sort((a, b) => a - b)
}

/** How far below the top of the page the rows begin; what is above them may grow and shrink. */
function useTopOf(body: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useIsomorphicLayoutEffect(() => {
    const measure = () => {
      if (body.current) setTop(body.current.getBoundingClientRect().top + window.scrollY)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.documentElement)
    return () => observer.disconnect()
  }, [body])
  return top
}
