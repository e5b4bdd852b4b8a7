import { create } from 'zustand'

/** How the session of this page ended: by itself, or because somebody signed out in another tab. */
export type Ending = 'expired' | 'left'

interface Session {
  ending: Ending | null
  /** Asks to sign in again; resolves once that was done. */
  end(ending: Ending): Promise<void>
  renew(): void
}

let waiting: (() => void)[] = []

export const useSession = create<Session>((set, get) => ({
  ending: null,
  end(ending) {
    // What is known to be on purpose is not called an expiry by the next refused request.
    if (get().ending !== 'left') set({ ending })
    return new Promise((resolve) => waiting.push(resolve))
  },
  renew() {
    set({ ending: null })
    const resolvers = waiting
    waiting = []
    for (const resolve of resolvers) resolve()
  },
}))
