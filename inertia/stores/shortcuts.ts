import { create } from 'zustand'

/** A key that does something, as the sheet of shortcuts names it. */
export interface Shortcut {
  /** As `KeyboardEvent.key` spells them: `/`, `?`, `g c` one after the other, `mod+k` together. */
  keys: string
  label: string
  /** Left out where the page listens for itself and only wants to be named in the sheet. */
  run?: () => void
}

interface Shortcuts {
  /** Of the page that is shown; each part of it may add a list. */
  lists: readonly (readonly Shortcut[])[]
  isSheetOpen: boolean
  /** Whether keys without a modifier do anything: people who speak to their computer may not want that. */
  areSingleKeysOn: boolean
  add(list: readonly Shortcut[]): () => void
  showSheet(isSheetOpen: boolean): void
  setSingleKeys(areSingleKeysOn: boolean): void
}

const STORED_AS = 'varlor-single-keys'

export const useShortcutStore = create<Shortcuts>((set) => ({
  lists: [],
  isSheetOpen: false,
  areSingleKeysOn: !wereSwitchedOff(),
  add(list) {
    set(({ lists }) => ({ lists: [...lists, list] }))
    return () => set(({ lists }) => ({ lists: lists.filter((one) => one !== list) }))
  },
  showSheet: (isSheetOpen) => set({ isSheetOpen }),
  setSingleKeys(areSingleKeysOn) {
    set({ areSingleKeysOn })
    try {
      localStorage.setItem(STORED_AS, areSingleKeysOn ? 'on' : 'off')
    } catch {
      // A browser that keeps nothing forgets it with the page.
    }
  },
}))

function wereSwitchedOff(): boolean {
  try {
    return localStorage.getItem(STORED_AS) === 'off'
  } catch {
    return false
  }
}
