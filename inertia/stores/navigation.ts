import { create } from 'zustand'

interface Navigation {
  /** Whether the rail is open as a sheet, on narrow screens. */
  opened: boolean
  open(): void
  close(): void
}

export const useNavigation = create<Navigation>((set) => ({
  opened: false,
  open: () => set({ opened: true }),
  close: () => set({ opened: false }),
}))
