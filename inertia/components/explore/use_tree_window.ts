import { useMediaQuery } from '@mantine/hooks'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect } from 'react'

/** Pixels of a row under a mouse, and under a finger, as in the style sheet. */
const HEIGHT = { fine: 32, coarse: 44 }

/** What the server renders, which does not know the window. */
const SCREEN = { width: 300, height: 900 }

const ABOVE = 6

interface Options {
  /** Rows of the tree. */
  count: number
  /** Index of the row where the keyboard is. */
  at: number
  scrollTop?: number
}

/** Which rows of a tree are elements: those in sight, and the one that the focus points at. */
export function useTreeWindow(
  tree: RefObject<HTMLElement | null>,
  { count, at, scrollTop = 0 }: Options
) {
  const isCoarse = useMediaQuery('(pointer: coarse)')
  const height = isCoarse ? HEIGHT.coarse : HEIGHT.fine
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => tree.current,
    estimateSize: () => height,
    overscan: 8,
    paddingStart: ABOVE,
    paddingEnd: ABOVE,
    scrollPaddingStart: ABOVE,
    scrollPaddingEnd: ABOVE,
    initialRect: SCREEN,
    initialOffset: scrollTop,
    // The row that the focus points at exists wherever the tree is scrolled to.
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range)
      return at < 0 || at >= count || inSight.includes(at) ? inSight : [at, ...inSight]
    },
  })
  useLayoutEffect(() => virtual.measure(), [virtual, height])
  return virtual
}
