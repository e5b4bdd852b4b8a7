import { errors as bouncerErrors } from '@adonisjs/bouncer'
import { errors as limiterErrors } from '@adonisjs/limiter'
import { errors as vineErrors } from '@vinejs/vine'
import { ConnectorError } from '#connectors/connector_error'
import { ApiError, errorItem, type ErrorItem } from '#exceptions/api_error'
import { API_CODES, isApiCode, type ApiCode } from '#exceptions/codes'
import { retiredKeyIn } from '#vault/retired_key_in'

/** What is said to the client of an error, whatever threw it. */
export interface ErrorAnswer {
  status: number
  errors: ErrorItem[]
  headers: Record<string, string>
  /** True when nobody foresaw it: the log must say more. */
  unexpected: boolean
}

/** Seconds a client is asked to wait while one of our own servers is away. */
const RETRY_AFTER = '5'

/** Codes that mean that our own database or Redis does not answer, or asks for the same once more. */
const OUR_SERVERS_AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EPIPE',
  'PROTOCOL_CONNECTION_LOST',
  '08000',
  '08001',
  '08003',
  '08006',
  '57P01',
  '57P02',
  '57P03',
  '53100',
  '53300',
  '55P03',
  '40001',
  '40P01',
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
])

/** The same of SQLite, whose codes say more at their end. */
const OUR_FILE_AWAY = /^SQLITE_(BUSY|FULL|IOERR|LOCKED)(_|$)/

/** Names of the errors of Knex and ioredis that carry no code, and messages of ioredis, pg and mysql2. */
const OUR_SERVERS_SILENT = new Set(['KnexTimeoutError', 'MaxRetriesPerRequestError'])
const NO_ANSWER = [
  'Command timed out',
  'timeout expired',
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  "Can't add new command when connection is in closed state",
]

/** Codes of the framework that have the status of one of ours. */
const FRAMEWORK_CODES: Record<string, ApiCode> = {
  E_REQUEST_ENTITY_TOO_LARGE: 'E_BODY_TOO_LARGE',
  E_ENCODING_UNSUPPORTED: 'E_UNSUPPORTED_MEDIA_TYPE',
  E_REQUEST_ABORTED: 'E_BAD_REQUEST',
  E_ROW_NOT_FOUND: 'E_NOT_FOUND',
}

/** Codes for errors that carry nothing but a status. */
const STATUS_CODES: Record<number, ApiCode> = {
  400: 'E_BAD_REQUEST',
  401: 'E_UNAUTHORIZED_ACCESS',
  403: 'E_FORBIDDEN',
  404: 'E_NOT_FOUND',
  405: 'E_METHOD_NOT_ALLOWED',
  409: 'E_CONFLICT',
  412: 'E_VERSION_MISMATCH',
  413: 'E_BODY_TOO_LARGE',
  415: 'E_UNSUPPORTED_MEDIA_TYPE',
  422: 'E_INVALID',
  423: 'E_LOCKED',
  429: 'E_TOO_MANY_REQUESTS',
  503: 'E_UNAVAILABLE',
}

/** Rules of the validators whose failures have a code of their own; all others are `E_INVALID`. */
const RULE_CODES: Record<string, ApiCode> = {
  required: 'E_REQUIRED',
  unknown: 'E_UNKNOWN_FIELD',
  mask: 'E_MASKED_CREDENTIAL',
}

export function describeError(error: unknown): ErrorAnswer {
  if (error instanceof ApiError) {
    return answer(error.status, error.items, retryHeader(error.status, error.retryAfter))
  }
  if (error instanceof ConnectorError) return describeTargetFailure(error)
  if (error instanceof vineErrors.E_VALIDATION_ERROR) return describeInvalid(error)
  if (error instanceof limiterErrors.E_TOO_MANY_REQUESTS) {
    return ours('E_TOO_MANY_REQUESTS', {
      'Retry-After': String(Math.max(1, error.response.availableIn)),
    })
  }
  if (error instanceof bouncerErrors.E_AUTHORIZATION_FAILURE) return ours('E_FORBIDDEN')
  if (error instanceof SyntaxError && statusOf(error) === 400) return ours('E_MALFORMED_BODY')
  return describeForeign(error)
}

function describeTargetFailure({ code, message, field, hint }: ConnectorError): ErrorAnswer {
  const status = code === 'table_not_found' ? 404 : code === 'timeout' ? 504 : 502
  const errors = [{ code, message, ...(field ? { field } : {}), hint }]
  return { ...answer(status, errors), unexpected: code === 'unknown' }
}

function describeInvalid(error: InstanceType<typeof vineErrors.E_VALIDATION_ERROR>): ErrorAnswer {
  const messages = error.messages as { message: string; rule: string; field: string }[]
  const errors = messages.map(({ message, rule, field }) => {
    const code = Object.hasOwn(RULE_CODES, rule) ? RULE_CODES[rule] : undefined
    return errorItem(code ?? 'E_INVALID', { message, field })
  })
  return answer(422, errors)
}

/** Errors of the framework and of our own database: believed as far as their code and status go. */
function describeForeign(error: unknown): ErrorAnswer {
  const code = codeOf(error)
  if (isApiCode(code)) return ours(code)
  const known = code === undefined ? undefined : FRAMEWORK_CODES[code]
  if (known) return ours(known)
  if (isOurServerAway(error, code) || retiredKeyIn(error)) return ours('E_UNAVAILABLE')
  return ours(STATUS_CODES[statusOf(error)] ?? 'E_INTERNAL')
}

function isOurServerAway(error: unknown, code: string | undefined): boolean {
  if (code !== undefined && (OUR_SERVERS_AWAY.has(code) || OUR_FILE_AWAY.test(code))) return true
  if (!(error instanceof Error)) return false
  // Knex puts the statement before what its driver says.
  return OUR_SERVERS_SILENT.has(error.name) || NO_ANSWER.some((end) => error.message.endsWith(end))
}

function ours(code: ApiCode, headers: Record<string, string> = {}): ErrorAnswer {
  const { status } = API_CODES[code]
  return answer(status, [errorItem(code)], { ...retryHeader(status), ...headers })
}

function retryHeader(status: number, seconds?: number): Record<string, string> {
  if (seconds !== undefined) return { 'Retry-After': String(seconds) }
  return status === 503 ? { 'Retry-After': RETRY_AFTER } : {}
}

function answer(
  status: number,
  errors: ErrorItem[],
  headers: Record<string, string> = {}
): ErrorAnswer {
  return { status, errors, headers, unexpected: status === 500 || status === 503 }
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : undefined
}

function statusOf(error: unknown): number {
  const status = (error as { status?: unknown } | null | undefined)?.status
  return typeof status === 'number' ? status : 500
}
