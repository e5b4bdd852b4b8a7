import { DeadlinePassed } from '#connectors/abortable'
import { ConnectorError } from '#connectors/connector_error'
import { capital, sentenceFor, spot } from '#connectors/error_sentences'
import type {
  DriverError,
  ErrorTable,
  Refusal,
  Verdict,
  Whereabouts,
} from '#connectors/error_table'
import { FailedAtWork } from '#connectors/session_lifecycle'
import { SYSTEM_ERRORS } from '#connectors/system_errors'
import { WireLimitExceeded } from '#connectors/wire_meter'

const UNKNOWN: Refusal = { code: 'unknown' }

/** How deep errors are unwrapped: a target must not be able to make us walk for ever. */
const DEPTH = 5

/**
 * What a driver or the system threw, as a reason of the closed set: by the driver's codes first, then by the
 * system's, then by text, looking into `cause` and `errors[]`. The words are ours; the thrown error is the cause.
 */
export function translateError(
  thrown: unknown,
  table: ErrorTable,
  whereabouts: Whereabouts
): ConnectorError {
  if (thrown instanceof DeadlinePassed) return explainDeadline(thrown, whereabouts)
  const at = { ...whereabouts, isConnected: thrown instanceof FailedAtWork }
  const chain = unwrap(thrown)
  const known = chain.find((error) => error instanceof ConnectorError)
  if (known) return known.isGeneric ? told(known, at) : known

  const { code, message, ...more } = firstVerdict(chain, table, at) ?? UNKNOWN
  return new ConnectorError(code, message ?? sentenceFor(code, at), { ...more, cause: thrown })
}

function explainDeadline(error: DeadlinePassed, at: Whereabouts): ConnectorError {
  const seconds = Math.round(error.ms / 1_000)
  if (error.phase === 'connect') return explainWayIn(error, seconds, at)
  return new ConnectorError('timeout', `${at.where} was still working after ${seconds} seconds.`, {
    field: null,
    hint: 'The query was cancelled. Try again later, or with a smaller table.',
    cause: error,
  })
}

/** Only where nobody answers can it be a firewall. */
function explainWayIn(error: DeadlinePassed, seconds: number, at: Whereabouts): ConnectorError {
  if (error.met === 'nothing') {
    return new ConnectorError('timeout', sentenceFor('timeout', { ...at, seconds }), {
      cause: error,
    })
  }
  const place = `${capital(spot(at))} accepted the connection`
  if (error.met === 'words') {
    return new ConnectorError(
      'timeout',
      `${place}, and had not let us in after ${seconds} seconds.`,
      {
        field: null,
        hint: 'The server may be busy: try again in a moment.',
        cause: error,
      }
    )
  }
  return new ConnectorError('timeout', `${place}, then said nothing within ${seconds} seconds.`, {
    field: 'port',
    hint: 'Check the port and the kind of database.',
    cause: error,
  })
}

function told(error: ConnectorError, at: Whereabouts): ConnectorError {
  const { code, field, hint, probe } = error
  const message = sentenceFor(code, at)
  return new ConnectorError(code, message, { field, hint, probe: probe ?? undefined, cause: error })
}

function firstVerdict(chain: object[], table: ErrorTable, at: Whereabouts): Refusal | null {
  const errors = chain as DriverError[]
  return (
    firstOf(errors, (error) => limitRefusal(error) ?? byCode(error, table, at)) ??
    firstOf(errors, (error) => byCode(error, SYSTEM_ERRORS, at)) ??
    firstOf(errors, (error) => byText(error, table, at))
  )
}

function limitRefusal(error: DriverError): Refusal | null {
  if (!(error instanceof WireLimitExceeded)) return null
  return {
    code: 'unknown',
    message: 'The target sent more data than is allowed for one answer.',
    field: null,
    hint: 'Preview fewer rows, or a table with smaller values.',
  }
}

function byCode(error: DriverError, table: ErrorTable, at: Whereabouts): Refusal | null {
  const codes = table.codesOf?.(error) ?? [textOf(error.code), textOf(error.errno)]
  return firstOf(codes, (code) => {
    const isListed = code !== null && Object.hasOwn(table.codes, code)
    return isListed ? judge(table.codes[code], error, at) : null
  })
}

function byText(error: DriverError, table: ErrorTable, at: Whereabouts): Refusal | null {
  const { message } = error
  if (typeof message !== 'string') return null
  return firstOf(table.texts ?? [], ([pattern, verdict]) =>
    pattern.test(message.slice(0, 1_000)) ? judge(verdict, error, at) : null
  )
}

function judge(verdict: Verdict | undefined, error: DriverError, at: Whereabouts): Refusal | null {
  if (verdict === undefined) return null
  return typeof verdict === 'string' ? { code: verdict } : verdict(error, at)
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | null): R | null {
  for (const item of items) {
    const found = find(item)
    if (found !== null) return found
  }
  return null
}

/** The error itself, then what it wraps. */
function unwrap(thrown: unknown, depth = 0): object[] {
  if (typeof thrown !== 'object' || thrown === null || depth > DEPTH) return []
  const { cause, errors } = thrown as { cause?: unknown; errors?: unknown }
  const wrapped = [cause, ...(Array.isArray(errors) ? errors.slice(0, 10) : [])]
  return [thrown, ...wrapped.flatMap((inner) => unwrap(inner, depth + 1))]
}

function textOf(code: unknown): string | null {
  return typeof code === 'string' || typeof code === 'number' ? String(code) : null
}
