import { create } from 'zustand'

interface Palette {
  opened: boolean
  /** What has been typed, also before the field is there to type into. */
  search: string
  open(): void
  close(): void
  setSearch(search: string): void
}

export const usePalette = create<Palette>((set) => ({
  opened: false,
  search: '',
  open: () => set({ opened: true, search: '' }),
  close: () => set({ opened: false }),
  setSearch: (search) => set({ search }),
}))
