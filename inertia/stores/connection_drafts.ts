import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'

/** What was entered of a connection and not saved. */
export interface ConnectionDraft {
  /** Of the connection that is changed; made up for a new one. */
  id: string
  /** Nobody else is offered it, should they sign in in the same tab. */
  userId: string
  /** The engine's name. */
  type: string
  isEdit: boolean
  /** What to call it. */
  title: string
  /** Milliseconds since 1970. */
  at: number
  /** What differs from how the form begins, by the path of the field. */
  values: Record<string, unknown>
  /** Paths of the credentials that were entered, also where their values are gone. */
  secrets: string[]
}

interface ConnectionDrafts {
  /** Newest first. */
  drafts: ConnectionDraft[]
  keep(draft: ConnectionDraft): void
  drop(id: string): void
  /** Once somebody has left, nothing secret of theirs stays in the page. */
  forgetSecrets(): void
}

/** More than somebody goes on with. */
const MOST = 5

/**
 * Drafts live as long as the tab. Credentials are kept in memory alone: what is written to the tab's storage, to
 * outlive a reload, holds none.
 */
export const useConnectionDrafts = create<ConnectionDrafts>()(
  persist(
    (set) => ({
      drafts: [],
      keep: (draft) =>
        set(({ drafts }) => ({
          drafts: [draft, ...drafts.filter(({ id }) => id !== draft.id)].slice(0, MOST),
        })),
      drop: (gone) => set(({ drafts }) => ({ drafts: drafts.filter(({ id }) => id !== gone) })),
      forgetSecrets: () => set(({ drafts }) => ({ drafts: drafts.map(withoutSecrets) })),
    }),
    {
      name: 'varlor.connection-drafts',
      storage: createJSONStorage(() => sessionStorage),
      partialize: ({ drafts }) => ({ drafts: drafts.map(withoutSecrets) }),
    }
  )
)

function withoutSecrets(draft: ConnectionDraft): ConnectionDraft {
  const values = Object.entries(draft.values).filter(([path]) => !path.startsWith('credentials.'))
  return { ...draft, values: Object.fromEntries(values) }
}
