import { useEffect } from 'react'
import { completed, strokeName } from '~/components/shortcuts/key_strokes'
import { useEverywhereShortcuts } from '~/hooks/use_everywhere_shortcuts'
import { usePalette } from '~/stores/palette'
import { useShortcutStore } from '~/stores/shortcuts'

/** Milliseconds in which a second key must follow the first. */
const PATIENCE = 1_500

const TYPED_INTO =
  'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=menu], [role=listbox]'

/** Listens for the shortcuts of every page and of the one that is shown. */
export function useGlobalShortcuts() {
  const everywhere = useEverywhereShortcuts()
  useEffect(() => {
    let before = { strokes: '', at: 0 }
    const onKeyDown = (event: KeyboardEvent) => {
      if (isForPalette(event)) return typeAhead(event)
      const stroke = strokeName(event)
      if (stroke === null || event.defaultPrevented || isForSomethingElse(event, stroke)) return
      const { lists } = useShortcutStore.getState()
      const earlier = event.timeStamp - before.at < PATIENCE ? before.strokes : ''
      const { shortcut, begun } = completed([...everywhere, ...lists.flat()], earlier, stroke)
      before = { strokes: begun, at: event.timeStamp }
      if (!shortcut) return
      event.preventDefault()
      shortcut.run?.()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [everywhere])
}

/** The palette was asked for, and is not there yet. */
function isForPalette({ target }: KeyboardEvent): boolean {
  const isInField = target instanceof Element && target.closest(TYPED_INTO) !== null
  return usePalette.getState().opened && !isInField
}

/** Nobody waits for a field to appear before typing into it. */
function typeAhead(event: KeyboardEvent) {
  const stroke = strokeName(event)
  const { search, setSearch, close } = usePalette.getState()
  if (stroke === 'Escape') close()
  else if (stroke === 'Backspace') setSearch(search.slice(0, -1))
  else if (stroke?.length === 1) setSearch(search + stroke)
  else return
  event.preventDefault()
}

/** A dialog has the keyboard to itself; so has a field, apart from keys pressed together with Ctrl or ⌘. */
function isForSomethingElse({ target }: KeyboardEvent, stroke: string): boolean {
  if (document.querySelector('[role=dialog][aria-modal=true]')) return true
  if (stroke.startsWith('mod+')) return false
  if (!useShortcutStore.getState().areSingleKeysOn) return true
  return target instanceof Element && target.closest(TYPED_INTO) !== null
}
