import type { Capabilities, Connector, Limits, ProbeName, Target } from '#connectors/contracts'
import type { ConnectionUrlFormat } from '#connectors/connection_url'
import type { ConfinedFiles } from '#connectors/confined_files'
import type { EgressPolicy } from '#connectors/egress_policy'
import type { ErrorTable } from '#connectors/error_table'
import type { ConfigField, CredentialField } from '#connectors/field'
import type { GrantsScript } from '#connectors/grants'
import type { PasswordRules } from '#connectors/password_rules'
import type { SessionBudget } from '#connectors/session_budget'

/** What every connector is built with. Times are milliseconds. */
export interface ConnectorOptions {
  target: Target
  /** The only way to a server. */
  egress: EgressPolicy
  /** The only way to a file. */
  files: ConfinedFiles
  /** Sessions that all connectors may hold together. */
  budget: SessionBudget
  limits: Limits
  /** Reaching the target and signing in. */
  connectTimeout: number
  /** A whole test. */
  testDeadline: number
  /** Listing tables, or a preview. */
  readDeadline: number
  /** Of an import: how long a target may send nothing. */
  importSilence: number
  pool: { max: number; idleTimeout: number }
}

/** One engine: facts, and a connector that is loaded with its driver on first use. */
export interface Engine {
  name: string
  label: string
  capabilities: Capabilities
  /** Its stages of a test, in order. */
  probes: readonly ProbeName[]
  config: readonly ConfigField[]
  credentials: readonly CredentialField[]
  /** Of each of these groups of config fields, exactly one is filled in. */
  oneOf?: readonly (readonly string[])[]
  /** Where a connection points, in one line without secrets: `alice@db.example.com:5432/sales`. */
  describeTarget(config: Record<string, unknown>): string
  /** What this engine calls fields that others share: `{ 'tls.mode': 'encrypt' }`. */
  fieldNames?: Readonly<Record<string, string>>
  /** The connection strings it understands. */
  urls: readonly ConnectionUrlFormat[]
  /** A script that makes a read-only role; absent where there are no roles. */
  grants?: GrantsScript
  /** How it understands errors, for the docs; what depends on a connection is as for one that is encrypted and has a password. */
  errors?(): Promise<ErrorTable>
  /** What passwords are made for its users; engines that `supportsPasswordChange` have them. */
  passwordRules?: PasswordRules
  load(): Promise<new (options: ConnectorOptions) => Connector>
  /** Something to look at on a first visit, for engines that need no server. */
  sample?: SampleDatabase
}

/** A small database that an engine makes itself, and how a connection to it is saved. */
export interface SampleDatabase {
  name: string
  /** The file's name within the tenant's folder. */
  file: string
  config: Record<string, unknown>
  /** Writes it to `path`; the same one every time. */
  create(path: string): Promise<void>
}
