import { Exception } from '@adonisjs/core/exceptions'
import { API_CODES, type AnyCode, type ApiCode } from '#exceptions/codes'

/** One entry of `errors` in a failed answer. */
export interface ErrorItem {
  code: AnyCode
  message: string
  field?: string
  hint?: string
}

type OurItem = ErrorItem & { code: ApiCode }

interface Words {
  message?: string
  field?: string
  hint?: string
  /** Seconds. */
  retryAfter?: number
}

/** An expected failure, in words that may be shown. */
export class ApiError extends Exception {
  readonly items: ErrorItem[]
  /** Seconds after which the same may go well. */
  readonly retryAfter: number | undefined

  constructor(code: ApiCode, { cause, retryAfter, ...words }: Words & ErrorOptions = {}) {
    const item = errorItem(code, words)
    super(item.message, { status: API_CODES[code].status, code, cause })
    this.items = [item]
    this.retryAfter = retryAfter
  }

  /** Several failures of one request, at least one; the first gives the status. */
  static all(items: OurItem[]): ApiError {
    const [first] = items
    if (!first) throw new TypeError('An error says at least one thing')
    const error = new ApiError(first.code)
    error.items.splice(0, 1, ...items)
    return error
  }
}

/** An entry in the code's own words wherever none are given. */
export function errorItem(code: ApiCode, { message, field, hint }: Words = {}): OurItem {
  const description: { message: string; hint?: string } = API_CODES[code]
  const said = hint ?? description.hint
  return {
    code,
    message: message ?? description.message,
    ...(field === undefined ? {} : { field }),
    ...(said === undefined ? {} : { hint: said }),
  }
}
