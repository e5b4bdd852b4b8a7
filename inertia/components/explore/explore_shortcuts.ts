import type { Strings } from '~/strings/strings_context'

interface Shortcut {
  /** As `KeyboardEvent.key` spells them; `mod` is Ctrl or ⌘. */
  keys: string[]
  label: string
}

/** What the keyboard does on the page of a connection, for the sheet of shortcuts. The page listens for itself. */
export function exploreShortcuts({ explore: { shortcuts: t } }: Strings): Shortcut[] {
  return [
    { keys: ['/'], label: t.search },
    { keys: ['ArrowUp', 'ArrowDown', 'Home', 'End'], label: t.move },
    { keys: ['ArrowRight', 'ArrowLeft'], label: t.openClose },
    { keys: ['a–z'], label: t.jump },
    { keys: ['Enter'], label: t.open },
    { keys: ['mod+c'], label: t.copy },
    { keys: ['shift+ArrowLeft', 'shift+ArrowRight'], label: t.resize },
    { keys: ['Escape'], label: t.close },
  ]
}
