import type { TestStatus, Visibility } from '#models/database_connection'
import type { SealedColumns } from '#services/credential_sealer'

/**
 * The columns that a person's change writes. Credentials that stay as they are have no place in it: written back, they
 * would undo what a rotation of keys has resealed meanwhile.
 */
export interface ConnectionValues extends Partial<SealedColumns> {
  name: string
  config: Record<string, unknown>
  target: string
  visibility: Visibility
}

export interface NewConnection extends Omit<ConnectionValues, keyof SealedColumns>, SealedColumns {
  id: string
  type: string
}

/** One of many that are inserted at once. */
export interface OwnedConnection extends NewConnection {
  ownerId: string
  tags: string[]
}

/** What a test found; without a result, the connection counts as untested. */
export interface TestFigures {
  lastTestStatus: TestStatus | null
  lastTestCode: string | null
  lastTestError: string | null
  lastTestLatencyMs: number | null
  serverVersion: string | null
}
