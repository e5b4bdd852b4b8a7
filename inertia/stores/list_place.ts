import { create } from 'zustand'

/** Where somebody was in the list of connections when they went into one of them. */
interface ListPlace {
  /** With its filters; null while there is nothing to come back to. */
  url: string | null
  scrollY: number
  /** The row that had the focus. */
  connectionId: string | null
  keep: (place: Pick<ListPlace, 'url' | 'scrollY' | 'connectionId'>) => void
}

export const useListPlace = create<ListPlace>((set) => ({
  url: null,
  scrollY: 0,
  connectionId: null,
  keep: (place) => set(place),
}))
