import { create } from 'zustand'
import type { Connection } from '~/api/types'

type OnSaved = (connection: Connection) => void

interface ConnectModal {
  opened: boolean
  /** The connection being edited; null while a new one is made. */
  editing: Connection | null
  /** What was begun before and is gone on with. */
  draftId: string | null
  /** What to do with the saved connection, such as choosing it on the page that asked. */
  onSaved: OnSaved | null
  /** How many things within it want the Escape key for themselves: a question on top, a test that runs. */
  escapeHolds: number
  create(onSaved?: OnSaved, draftId?: string): void
  edit(connection: Connection, onSaved?: OnSaved): void
  close(): void
  /** Returns what lets it go. */
  holdEscape(): () => void
}

export const useConnectModal = create<ConnectModal>((set) => ({
  opened: false,
  editing: null,
  draftId: null,
  onSaved: null,
  escapeHolds: 0,
  create: (onSaved, draftId) =>
    set({ opened: true, editing: null, draftId: draftId ?? null, onSaved: onSaved ?? null }),
  edit: (editing, onSaved) =>
    set({ opened: true, editing, draftId: null, onSaved: onSaved ?? null }),
  close: () => set({ opened: false }),
  holdEscape() {
    const holdMore = (step: number) =>
      set(({ escapeHolds }) => ({ escapeHolds: escapeHolds + step }))
    holdMore(1)
    return () => holdMore(-1)
  },
}))
