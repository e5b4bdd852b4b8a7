import type { ProbeName } from '#connectors/contracts'
import { ERROR_CODES, type ErrorCode } from '#connectors/error_codes'

/**
 * Why a target refused or failed, in words that may be shown: nothing in it comes from the driver unvetted.
 * The driver's own error is the `cause`, for the log's allow-listed fields only.
 */
export class ConnectorError extends Error {
  readonly field: string | null
  readonly hint: string
  /** The stage it belongs to, when not the one of its code. */
  readonly probe: ProbeName | null
  /** True when only the code is known: whoever knows the target can say it better. */
  readonly isGeneric: boolean
  /** Of a change: true when the target surely is as it was before; see `Connector.changePassword`. */
  readonly definite: boolean
  /** Of `value_out_of_range`: the name of the column, as the database spells it. */
  readonly column: string | null

  constructor(
    readonly code: ErrorCode,
    message?: string,
    options: {
      field?: string | null
      hint?: string
      probe?: ProbeName
      definite?: boolean
      column?: string
      cause?: unknown
    } = {}
  ) {
    super(message ?? `${ERROR_CODES[code].title}.`, { cause: options.cause })
    this.name = 'ConnectorError'
    this.isGeneric = message === undefined
    this.field = options.field === undefined ? ERROR_CODES[code].field : options.field
    this.probe = options.probe ?? null
    this.definite = options.definite ?? false
    this.column = options.column ?? null
    this.hint = options.hint ?? ERROR_CODES[code].hint
  }
}
