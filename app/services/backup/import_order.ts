/** What becomes of a connection whose name is taken. */
export const CONFLICT_MODES = ['refuse', 'skip', 'replace', 'rename'] as const
export type ConflictMode = (typeof CONFLICT_MODES)[number]

/** Who gets the connections whose owner is nobody here. */
export interface Owner {
  id: string
  email: string
}

export interface ImportOrder {
  onConflict: ConflictMode
  fallback: Owner
}
