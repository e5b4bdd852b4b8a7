import type { ImportedColumn, ImportRequest, Limits, Target } from '#connectors/contracts'
import type { ErrorCode } from '#connectors/error_codes'
import type { EngineName } from '#connectors/registry'

/**
 * What the process that imports is told, once, over its channel: credentials are in it, and nowhere else. It knows
 * nothing of the application's database, its keys or its users.
 */
export interface ImportOrder {
  engine: EngineName
  target: Target
  requests: ImportRequest[]
  /** Of each request the columns of the rows that it adds to; null where it adds to none. */
  addsTo: (ImportedColumn[] | null)[]
  /** Where it writes; a folder of its own, which is there and empty. */
  folder: string
  /** Of all tables together; null without a bound. */
  limits: { rows: number | null; bytes: number | null }
  facts: ConnectorFacts
}

/** What connectors are built with, besides their target. Times are milliseconds. */
export interface ConnectorFacts {
  /** URLs of our own servers have no credentials. */
  egress: { allow: string[]; own: string[] }
  files: { folder: string; ownFiles: string[] }
  limits: Limits
  connectTimeout: number
  testDeadline: number
  readDeadline: number
  importSilence: number
}

/** What it says, in this order for each table: started, progress as often as twice a second, then done or failed. */
export type ImportReport =
  /** `columns` are as the file has them. A table that cannot be read at all fails without having started. */
  | { kind: 'started'; index: number; columns: ImportedColumn[]; rowEstimate: number | null }
  /** `bytes` are those of the file so far. */
  | { kind: 'progress'; index: number; rows: number; bytes: number }
  | { kind: 'done'; index: number; file: WrittenFile }
  | { kind: 'failed'; index: number; failure: ImportFailure }

export interface WrittenFile {
  /** Its name in the order's folder: whole, and flushed to the disk. */
  name: string
  rows: number
  bytes: number
}

/** Why a table, or the whole import, failed; fit to be shown. */
export interface ImportFailure {
  code: ErrorCode | 'quota_exceeded' | 'disk_full' | 'columns_changed' | 'import_crashed'
  message: string
  hint: string | null
  /** The column at fault, where there is one. */
  column: string | null
}
