import { useMediaQuery } from '@mantine/hooks'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useIsomorphicLayoutEffect, useTopOf } from '~/components/connections/use_top_of'
import { PAGE_ROWS } from '~/hooks/use_connection_rows'

/** Heights of a row as the style sheet has them. */
const HEIGHT = 44
const NARROW_HEIGHT = 60

/** What lies over the rows at the top of the window: the page's header and the table's; and the bar at the bottom. */
const COVERED = { top: 52 + 36, bottom: 72 }

/** Rows beyond those in sight, either way, so that a turn of the wheel finds them there. */
const AROUND = 8

/** How much the server renders: with those around them, no more rows than have come with the page. */
const UNKNOWN_HEIGHT = HEIGHT * (PAGE_ROWS - 10)

interface Options {
  count: number
  body: RefObject<HTMLTableSectionElement | null>
  /** Where the window is scrolled to at first. */
  initialOffset: number
  onLook: (first: number, last: number) => void
}

/** Which of the rows are in the page: those in sight, some around them, and the one that has the focus. */
export function useRowWindow({ count, body, initialOffset, onLook }: Options) {
  const height = useMediaQuery('(max-width: 48em)') ? NARROW_HEIGHT : HEIGHT
  const top = useTopOf(body)
  const [sight, setSight] = useState(() => sightOf(initialOffset, UNKNOWN_HEIGHT, height))
  const focused = useRef<number | null>(null)
  useSight(top, height, setSight)

  const last = Math.min(sight.last, count - 1)
  const first = Math.max(0, Math.min(sight.first, last))
  useEffect(() => onLook(first, Math.max(first, last)), [onLook, first, last])

  const shown = range(Math.max(0, first - AROUND), Math.min(count - 1, last + AROUND))
  return {
    items: withRow(shown, focused.current, count).map((index) => {
      const start = top + index * height
      return { index, start, end: start + height }
    }),
    top,
    bottom: top + count * height,
    /** The row that must not leave the page, or its focus would be lost. */
    keep: (index: number | null) => (focused.current = index),
    scrollTo: (index: number) => scrollInto(top + index * height, height),
  }
}

/** The first and the last row that can be seen. */
interface Sight {
  first: number
  last: number
}

function sightOf(from: number, room: number, height: number): Sight {
  const first = Math.max(0, Math.floor(from / height))
  return { first, last: Math.max(first, Math.ceil((from + room) / height) - 1) }
}

/** Follows the window as it scrolls and changes its size. */
function useSight(top: number, height: number, setSight: (change: (old: Sight) => Sight) => void) {
  useIsomorphicLayoutEffect(() => {
    const look = () =>
      setSight((old) => {
        const next = sightOf(window.scrollY - top, window.innerHeight, height)
        return next.first === old.first && next.last === old.last ? old : next
      })
    // With the very frame that scrolls: later, what is in sight would be empty for a moment.
    const follow = () => flushSync(look)
    look()
    window.addEventListener('scroll', follow, { passive: true })
    window.addEventListener('resize', look)
    return () => {
      window.removeEventListener('scroll', follow)
      window.removeEventListener('resize', look)
    }
  }, [top, height, setSight])
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}

function withRow(indexes: number[], index: number | null, count: number): number[] {
  if (index === null || index >= count || indexes.includes(index)) return indexes
  return [...indexes, index].sort((a, b) => a - b)
}

/** No further than it takes for the row to be seen whole. */
function scrollInto(start: number, height: number) {
  const { scrollY, innerHeight } = window
  const highest = start + height + COVERED.bottom - innerHeight
  const lowest = start - COVERED.top
  if (scrollY > lowest) window.scrollTo(0, lowest)
  else if (scrollY < highest) window.scrollTo(0, highest)
}
