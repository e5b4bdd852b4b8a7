import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** Whether the keyboard has a ⌘; not so on the server, which cannot know. */
export function useIsMac(): boolean {
  return useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false
  )
}
