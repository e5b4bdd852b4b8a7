import { ERROR_CODES, type ErrorCode } from '#connectors/error_codes'

/**
 * Why a target refused or failed, in words that may be shown: nothing in it comes from the driver unvetted.
 * The driver's own error is the `cause`, for the log's allow-listed fields only.
 */
export class ConnectorError extends Error {
  readonly field: string | null
  readonly hint: string
  /** True when only the code is known: whoever knows the target can say it better. */
  readonly isGeneric: boolean

  constructor(
    readonly code: ErrorCode,
    message?: string,
    options: { field?: string | null; hint?: string; cause?: unknown } = {}
  ) {
    super(message ?? `${ERROR_CODES[code].title}.`, { cause: options.cause })
    this.name = 'ConnectorError'
    this.isGeneric = message === undefined
    this.field = options.field === undefined ? ERROR_CODES[code].field : options.field
    this.hint = options.hint ?? ERROR_CODES[code].hint
  }
}
