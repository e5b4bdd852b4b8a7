import { create } from 'zustand'

interface Palette {
  opened: boolean
  open(): void
  close(): void
}

export const usePalette = create<Palette>((set) => ({
  opened: false,
  open: () => set({ opened: true }),
  close: () => set({ opened: false }),
}))
