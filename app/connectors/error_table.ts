import type { ProbeName } from '#connectors/contracts'
import type { ErrorCode } from '#connectors/error_codes'

/** What a refusal's sentence may name: the target as the user typed it, nothing of what the server says. */
export interface Whereabouts {
  /** The engine's label, such as `PostgreSQL`. */
  label: string
  /** Host, or the file's name. */
  where: string
  port: number | null
  user: string | null
  database: string | null
  /** True once the session was open: what failed is then not the way in. */
  isConnected: boolean
  /** Seconds that were waited for, where time ran out. */
  seconds: number | null
}

/** A reason, with what an engine knows better than the closed set's own words. */
export interface Refusal {
  code: ErrorCode
  message?: string
  field?: string | null
  hint?: string
  /** The stage it belongs to, when not the one of its code. */
  probe?: ProbeName
}

/** What drivers and the system throw: a code somewhere, perhaps wrapped. */
export interface DriverError {
  code?: unknown
  errno?: unknown
  message?: unknown
  [fact: string]: unknown
}

export type Verdict = ErrorCode | ((error: DriverError, whereabouts: Whereabouts) => Refusal | null)

/** What errors mean. */
export interface Verdicts {
  /** By code. A verdict of null leaves it to the next rule. */
  codes: Readonly<Record<string, Verdict>>
  /** By the driver's own wording, for what has no code. */
  texts?: readonly (readonly [RegExp, Verdict])[]
}

/** How one engine's errors are understood: by the driver's code first, then by text. */
export interface ErrorTable extends Verdicts {
  /** The codes an error carries, most telling first; `code` and `errno` unless the engine knows better. */
  codesOf?: (error: DriverError) => (string | null)[]
  /** What the answers to a change of a password mean, where that is not what they mean to those who read. */
  passwords?: Verdicts
}

/** The same table for the time while a password is being changed. */
export function tableForPasswords(table: ErrorTable): ErrorTable {
  const { passwords, codes, texts = [] } = table
  return {
    ...table,
    codes: { ...codes, ...passwords?.codes },
    texts: [...(passwords?.texts ?? []), ...texts],
  }
}
