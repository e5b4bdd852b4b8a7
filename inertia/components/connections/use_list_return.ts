import { router, usePage } from '@inertiajs/react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useListPlace } from '~/stores/list_place'

/**
 * Keeps where somebody was when they went into a connection, and gives it back when they return: how far the list was
 * scrolled, and which row had the focus. What they looked for is in the address.
 */
export function useListReturn(list: RefObject<HTMLElement | null>) {
  const { url } = usePage()
  const [place] = useState(() => useListPlace.getState())
  const isReturn = typeof window !== 'undefined' && place.url === url
  const latest = useRef(url)
  useEffect(() => {
    latest.current = url
  }, [url])

  useEffect(() => {
    if (!isReturn) return
    const giveBack = (framesLeft: number) => {
      if (framesLeft > 50) window.scrollTo(0, place.scrollY)
      const row = list.current?.querySelector(`[data-id="${place.connectionId}"]`)
      const link = row?.querySelector<HTMLElement>('[data-row-link]')
      if (link && framesLeft < 59) link.focus({ preventScroll: true })
      else if (framesLeft > 0) requestAnimationFrame(() => giveBack(framesLeft - 1))
    }
    // A visit scrolls to the top once its page is there.
    requestAnimationFrame(() => giveBack(60))
  }, [])

  useEffect(
    () =>
      router.on('start', () => {
        const row = document.activeElement?.closest<HTMLElement>('[data-id]')
        const connectionId = (list.current?.contains(row ?? null) && row?.dataset.id) || null
        useListPlace.getState().keep({ url: latest.current, scrollY: window.scrollY, connectionId })
      }),
    [list]
  )

  return isReturn ? place.scrollY : 0
}
