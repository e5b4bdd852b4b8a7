import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'

/** Before the browser paints; the server has nothing to lay out. */
export const useIsomorphicLayoutEffect =
  typeof document === 'undefined' ? useEffect : useLayoutEffect

/** How far below the top of the page something begins; what is above it may grow and shrink. */
export function useTopOf(box: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useIsomorphicLayoutEffect(() => {
    const measure = () => {
      if (box.current) setTop(box.current.getBoundingClientRect().top + window.scrollY)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.documentElement)
    return () => observer.disconnect()
  }, [box])
  return top
}
