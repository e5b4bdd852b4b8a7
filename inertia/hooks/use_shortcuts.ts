import { useEffect } from 'react'
import { type Shortcut, useShortcutStore } from '~/stores/shortcuts'

/**
 * Names a page's shortcuts in the sheet that `?` opens, and runs those that say how, unless somebody is typing or has
 * switched single keys off. Give it a list that stays the same between renders.
 */
export function useShortcuts(list: readonly Shortcut[]) {
  const add = useShortcutStore((store) => store.add)
  useEffect(() => add(list), [add, list])
}
