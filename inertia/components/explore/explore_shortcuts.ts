import type { Shortcut } from '~/stores/shortcuts'
import type { Strings } from '~/strings/strings_context'

/** What the keyboard does on the page of a connection, for the sheet of shortcuts. The page listens for itself. */
export function exploreShortcuts({ explore: { shortcuts: t } }: Strings): Shortcut[] {
  return [
    { keys: '/', label: t.search },
    { keys: 'ArrowDown', label: t.move },
    { keys: 'ArrowRight', label: t.openClose },
    { keys: 'Enter', label: t.open },
    { keys: 'mod+c', label: t.copy },
    { keys: 'shift+ArrowRight', label: t.resize },
    { keys: 'Escape', label: t.close },
  ]
}
