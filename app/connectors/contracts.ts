import type { ColumnBatch } from '#connectors/columnar/column_batch'
import type { ColumnType } from '#connectors/columnar/column_type'
import type { ConnectorError } from '#connectors/connector_error'
import type { ErrorCode } from '#connectors/error_codes'

/** Everything a connector takes and returns is plain and JSON-safe, so that it can move to another process. */

/** Sizes are bytes. Whatever the target sends, no answer grows past these. */
export interface Limits {
  rows: number
  columns: number
  cellBytes: number
  totalBytes: number
  /** Tables read from one catalog. */
  tables: number
  /** What a target may send during one operation, before it is cut off. */
  wireBytes: number
}

export interface TableRef {
  /** Null for engines without schemas. */
  schema: string | null
  name: string
}

export type TableKind =
  'table' | 'view' | 'materialized_view' | 'foreign_table' | 'partitioned_table' | 'collection'

export interface TableSummary extends TableRef {
  kind: TableKind
  /** The database's own estimate; null when it has none. */
  rowEstimate: number | null
}

export interface Column {
  name: string
  /** The type as the database spells it. */
  type: string
  nullable: boolean
  /** The default's SQL text. */
  default: string | null
  primaryKey: boolean
  references: (TableRef & { column: string }) | null
  /** Only where columns are inferred: the share of the sampled documents that have it, above 0 and at most 1. */
  presence?: number
}

/**
 * One value of a row. Decimals and integers of 64-bit types are strings (where values rather than columns have
 * types, integers beyond 2^53 are); dates and times are ISO 8601 strings; what JSON cannot say is a tagged object.
 */
export type Cell =
  | null
  | boolean
  | number
  | string
  /** Bytes in base64, cut to the cell limit; `bytes` is the whole length. */
  | { $type: 'binary'; base64: string; bytes: number; truncated: boolean }
  /** Text cut to the cell limit; `length` is the whole length in characters, null where unknown. */
  | { $type: 'text'; text: string; length: number | null; truncated: true }
  /** A JSON document as the database wrote it, cut to the cell limit. */
  | { $type: 'json'; text: string; truncated: boolean }
  /** `NaN`, `Infinity`, `-Infinity`, `-0`. */
  | { $type: 'float'; value: string }

export interface RowCount {
  value: number | null
  exact: boolean
}

export interface Preview {
  table: TableRef & { kind: TableKind }
  columns: Column[]
  rowCount: RowCount
  /** Cells in the columns' order. */
  rows: Cell[][]
  /** True when columns, rows or cells were left out or cut to stay within the limits. */
  truncated: boolean
}

export interface PreviewOptions {
  limit: number
  exactCount: boolean
}

/** How the rows of a table are told apart; what compares takes the value as text, in the database's own spelling. */
export type RowFilter =
  | { column: string; operator: 'equals' | 'not_equals'; value: string }
  | { column: string; operator: 'less' | 'at_most' | 'greater' | 'at_least'; value: string }
  | { column: string; operator: 'is_null' | 'is_not_null' }

/** What is imported of one table. */
export interface ImportRequest {
  table: TableRef
  /** Null for all of them; else in this order. */
  columns: string[] | null
  /** Rows that fulfil all of these. */
  filters: RowFilter[]
  limit: number | null
  /** Columns to be kept as text, as the database spells their values, whatever their type. */
  asText: string[]
}

/** A column as it is imported. */
export interface ImportedColumn {
  name: string
  /** The type as the database spells it. */
  sourceType: string
  type: ColumnType
  /** One sentence for people when the database's type is not the dataset's: what becomes of its values. Else null. */
  note: string | null
}

/** The rows of one table, in batches; nothing more is read until the next batch is asked for. */
export interface TableStream {
  columns: ImportedColumn[]
  rowEstimate: number | null
  /** Throws what the connector throws: `value_out_of_range` names the column. */
  batches: AsyncIterable<ColumnBatch>
}

/** Whose password becomes what, at the target. */
export interface PasswordChange {
  /** Spelled as this user signs in; the user of the connection itself, or another one. */
  username: string
  /** Printable ASCII, which is the same in every encoding. */
  password: string
  /** The password that it replaces, which some targets ask for; null when it is another user's. */
  current: string | null
}

/** The stages of a test, in their order; an engine declares those it has. */
export const PROBES = ['dns', 'tcp', 'ssh', 'tls', 'auth', 'database', 'catalog'] as const
export type ProbeName = (typeof PROBES)[number]

export interface Probe {
  name: ProbeName
  status: 'passed' | 'failed' | 'skipped'
  /** Null when the stage was not reached. */
  ms: number | null
  /** Of the stage `tls`: what the server showed, trusted or not. */
  certificate?: ServedCertificate
  /** Of the stage `ssh`: what the SSH server showed, approved or not. */
  hostKey?: ServedHostKey
}

export interface ServedCertificate {
  subject: string
  issuer: string
  /** ISO 8601 UTC. */
  validFrom: string
  validTo: string
  /** SHA-256 of the certificate: 32 bytes in upper-case hex with colons, as `tls.fingerprint` takes it. */
  fingerprint: string
}

export interface ServedHostKey {
  /** As SSH names it, such as `ssh-ed25519`. */
  type: string
  /** `SHA256:` and base64 without padding, as OpenSSH shows it and `ssh.hostKey` takes it. */
  fingerprint: string
}

export interface TestResult {
  success: boolean
  /** One sentence for people, on success too. */
  message: string
  error: string | null
  code: ErrorCode | null
  /** Path of the field at fault, such as `host` or `tls.ca`. */
  field: string | null
  hint: string | null
  latencyMs: number
  serverVersion: string | null
  /** Whether the role itself could not write; null when the engine cannot tell. */
  readOnly: boolean | null
  /** Whether the role may do anything at all on this server; null when the engine cannot tell. */
  superuser: boolean | null
  probes: Probe[]
}

/** What a connector is given: config and credentials that passed the engine's schema. */
export interface Target {
  tenantId: string
  config: Record<string, unknown>
  credentials: Record<string, string>
}

export interface Connector {
  /**
   * Connects anew, whatever is pooled. Resolves with a refusal; it does not throw one. Rejects only with the
   * signal's own reason, when the caller went away.
   */
  test(options: { signal: AbortSignal; onProbe?: (probe: Probe) => void }): Promise<TestResult>
  /** At most `limits.tables`. Throws ConnectorError, or the signal's own reason. */
  listTables(options: { signal: AbortSignal }): Promise<TableSummary[]>
  /**
   * Throws ConnectorError, `table_not_found` when the database lists no such table, or the signal's own reason.
   */
  preview(table: TableRef, options: PreviewOptions & { signal: AbortSignal }): Promise<Preview>
  /**
   * Sets the password of a user at the target, and resolves once the target has taken it. Throws ConnectorError:
   * `password_denied` when the account may not, `password_rejected` when the target's policy refuses the password,
   * or whatever else happens on the way; or the signal's own reason.
   * Only a ConnectorError that is `definite` says that the old password still holds: nothing was asked, or the target
   * itself refused. After anything else (time ran out, the connection broke, the caller went away) either may hold.
   */
  changePassword(change: PasswordChange, options: { signal: AbortSignal }): Promise<void>
  /**
   * Reads tables whole, one after another, all as they are at one moment where the engine can (`readsSnapshots`), on a
   * session of its own that no deadline bounds but silence: `importSilence` without a batch ends it.
   * `take` gets each table's rows and resolves when it has them; when it stops early, the target is told to stop.
   * A table that fails does not end the import: it is handed to `fail`, as ConnectorError, and the next one follows.
   *
   * @throws ConnectorError when the target cannot be reached or goes away, or the signal's own reason
   */
  importTables(
    requests: readonly ImportRequest[],
    consumer: TableConsumer,
    options: { signal: AbortSignal }
  ): Promise<void>
  /** Cancels what runs, closes every session, and resolves when they are closed; later calls are refused. */
  dispose(): Promise<void>
}

/** Whoever imports tables; `index` is that of the request. */
export interface TableConsumer {
  take(index: number, stream: TableStream): Promise<void>
  fail(index: number, error: ConnectorError): Promise<void>
}

/** Capabilities read as questions; what an engine does not say is false. */
export interface Capabilities {
  supportsSchemas?: boolean
  supportsTls?: boolean
  supportsExactCount?: boolean
  /** The target is a file in the tenant's folder rather than a server. */
  usesFile?: boolean
  /** The target is reached through an SSH server when its config says so. */
  supportsTunnel?: boolean
  /** Tables can be imported into datasets. */
  supportsImport?: boolean
  /** The tables of one import are all as they were at one moment. */
  readsSnapshots?: boolean
  /** A user's password can be changed with its own credentials. */
  supportsPasswordChange?: boolean
  /** Columns are those of a sample of documents: no keys, no defaults, and `presence` tells how often each is there. */
  infersColumns?: boolean
}
