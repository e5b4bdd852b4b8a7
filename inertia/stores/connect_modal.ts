import { create } from 'zustand'
import type { Connection } from '~/api/types'

interface ConnectModal {
  opened: boolean
  /** The connection being edited; null while a new one is made. */
  editing: Connection | null
  /** What to do with the saved connection, such as choosing it on the page that asked. */
  onSaved: ((connection: Connection) => void) | null
  /** Whether a question lies on top, which then gets the Escape key alone. */
  isAsking: boolean
  create(onSaved?: (connection: Connection) => void): void
  edit(connection: Connection, onSaved?: (connection: Connection) => void): void
  close(): void
  ask(isAsking: boolean): void
}

export const useConnectModal = create<ConnectModal>((set) => ({
  opened: false,
  editing: null,
  onSaved: null,
  isAsking: false,
  create: (onSaved) => set({ opened: true, editing: null, onSaved: onSaved ?? null }),
  edit: (editing, onSaved) => set({ opened: true, editing, onSaved: onSaved ?? null }),
  close: () => set({ opened: false }),
  ask: (isAsking) => set({ isAsking }),
}))
