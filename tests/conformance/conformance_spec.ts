import type { Cell, ProbeName } from '#connectors/contracts'
import type { EgressPolicy } from '#connectors/egress_policy'
import type { Engine } from '#connectors/engine'
import type { ErrorCode } from '#connectors/error_codes'
import type { TlsConfig } from '#connectors/tls'
import type { PasswordBench } from '#tests/conformance/password_bench'
import type { Overrides } from '#tests/conformance/workbench'
import type { Certificates } from '#tests/support/certificates'
import type { Needed } from '#tests/support/servers/sources'

/** What an engine's spec tells the suite. Everything else is the same for all engines. */
export interface ConformanceSpec {
  engine: Engine
  /** Which server this is, where the suite runs against several of one engine. */
  title?: string
  /** What the suite needs to run at all; null when nothing but this process. */
  needs: Needed | null
  /** What speaks at the other end, in few words: the run ends with what was proved against what. */
  against: 'a real server' | 'real files' | 'our stand-in' | 'FerretDB'
  /** How to have a real server, where this is none. */
  realBy?: string
  /** An empty database to work in, thrown away at the end of the run. */
  start(): Promise<ConformanceServer>
  dialect: Dialect
  types: TypeCase[]
  /** Lays what `fixtures.ts` describes, for targets that are not told with SQL. */
  lay?: (server: ConformanceServer) => Promise<void>
  /** The tables of one import are as they were at one moment on this server, whatever the engine can promise of others. */
  keepsMoments?: boolean
  /** The same for one of the tables that only a single test reads, by its name. */
  layOne?: (name: string, server: ConformanceServer) => Promise<void>
  /** Milliseconds after which an import counts as hanging there, when this server is slower than most. */
  importSilence?: number
  /** How this engine asks for TLS, when not with the fields `tls.…`. */
  tlsConfig?: (tls: TlsConfig) => Record<string, unknown>
  /** What this server does not have, each with the reason: its tests are skipped, and say why. */
  lacks?: Partial<Record<Lack, string>>
  /** Refusals of this engine beside those every engine has. */
  refusals?: (server: ConformanceServer) => RefusalCase[]
}

/**
 * `slowness`: nothing can be read there that takes long. `passwords`: nobody may be added there. `rules`: any password
 * will do. `nearness`: it is not on this machine, so that nobody can stand between. `misfits`: whatever a column holds, it
 * becomes a type that holds it. `statementLog`: nobody sees what it was told. `readOnlySessions`: there is no such thing.
 */
export type Lack =
  | 'views'
  | 'slowness'
  | 'tls'
  | 'passwords'
  | 'rules'
  | 'nearness'
  | 'misfits'
  | 'statementLog'
  | 'readOnlySessions'

export type EgressOptions = ConstructorParameters<typeof EgressPolicy>[0]

export interface ConformanceServer {
  tenantId: string
  config: Record<string, unknown>
  credentials: Record<string, string>
  /** What makes a connector go to another port of this machine, when not `config.port`. */
  pointAt?: (port: number) => Overrides
  /**
   * What vets the way to the server, where neither host nor port can be chosen: it leads to where the server really
   * listens, or to another port of this machine. An EgressPolicy of these options when absent.
   */
  egress?: (options: EgressOptions, port?: number) => EgressPolicy
  /** Stages that a good target does not need; `ssh` and `tls` when absent. */
  skips?: readonly ProbeName[]
  /** What the server shows over TLS; null when it has none, or is not ours. */
  certificates: Certificates | null
  /** Folder of the tenants' files; null for servers. */
  filesFolder: string | null
  /** The schema that the tables of `execute` lie in; null without schemas. */
  schema: string | null
  /** Runs one statement with every right. */
  execute(sql: string): Promise<unknown>
  /** Sessions of the connector that the server sees now; null for engines without a server. */
  countSessions: (() => Promise<number>) | null
  /** For engines whose passwords can be changed. */
  passwords?: PasswordBench
}

/** SQL that differs between engines. */
export interface Dialect {
  quote(identifier: string): string
  /** Types of a short and of an endless text. */
  text: { short: string; long: string; binary: string }
  /** Expressions of this many characters `x`, of this many bytes. */
  longText(characters: number): string
  longBinary(bytes: number): string
  /** Refreshes the estimate of a table; null where that is not needed. */
  analyze(table: string): string | null
  /** A query of one row that takes longer than any test. */
  slowQuery: string
  /** Estimates may differ by this factor from the truth. */
  estimateTolerance: number
  /** Whether a table may bear this name; absent where any name will do. */
  canName?(name: string): boolean
  /** The worst name that a column may bear, where the one of the fixtures cannot be written. */
  hostileColumn?: string
}

/** A column's type, a value of it, and the cell it must become. */
export interface TypeCase {
  declared: string
  literal: string
  cell: Cell
  /** The type as the database spells it, when not as it was declared. */
  shown?: string
  /** What a dataset keeps of it, when it is not what a preview shows. */
  imported?: Cell | Cell[]
  /** The dataset's type cannot hold it; this is how it is spelled when the column is kept as text. */
  refused?: string
}

/** Something changed about a good target, and how the test must fail. */
export interface RefusalCase {
  title: string
  config?: Record<string, unknown>
  credentials?: Record<string, string>
  code: ErrorCode
  probe: ProbeName
  field: string | null
}
