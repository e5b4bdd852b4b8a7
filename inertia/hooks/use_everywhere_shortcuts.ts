import { router } from '@inertiajs/react'
import { useMemo } from 'react'
import { usePlaces } from '~/hooks/use_places'
import { usePalette } from '~/stores/palette'
import { type Shortcut, useShortcutStore } from '~/stores/shortcuts'
import { useStrings } from '~/strings/strings_context'

/** The shortcuts that every page has. */
export function useEverywhereShortcuts(): Shortcut[] {
  const { shortcuts } = useStrings().shell
  const places = usePlaces()
  const open = usePalette((palette) => palette.open)
  const showSheet = useShortcutStore((store) => store.showSheet)
  return useMemo(
    () => [
      { keys: 'mod+k', label: shortcuts.palette, run: open },
      { keys: '?', label: shortcuts.sheet, run: () => showSheet(true) },
      ...places.map(({ key, label, href }) => ({
        keys: `g ${key}`,
        label: shortcuts.goTo(label),
        run: () => router.visit(href),
      })),
    ],
    [open, places, shortcuts, showSheet]
  )
}
