import type { Strings } from '~/strings/strings_context'

/** The keys of the list, as the sheet of shortcuts names them. */
export function listShortcuts({ connections: { shortcuts } }: Strings) {
  return [
    { keys: '/', label: shortcuts.search },
    { keys: 'j', label: shortcuts.next },
    { keys: 'k', label: shortcuts.previous },
    { keys: 'Enter', label: shortcuts.open },
    { keys: 'x', label: shortcuts.select },
    { keys: 'e', label: shortcuts.edit },
    { keys: '.', label: shortcuts.menu },
    { keys: 'Escape', label: shortcuts.escape },
  ]
}
