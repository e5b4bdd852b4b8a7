import { ConnectorError } from '#connectors/connector_error'
import type { UnderstoodUrl } from '#connectors/connection_url'
import type { UrlParameters } from '#connectors/connection_urls/url_parameters'

const PLACEHOLDER_REMARK = 'It holds a placeholder in place of the password: enter the password.'

type Value = string | number | boolean | undefined

/**
 * What was read, with the fields by their paths; those without a value are left out.
 * @throws ConnectorError `bad_config` when a quote of its parameters is not closed
 */
export function understood(
  fields: Record<string, Value>,
  credentials: Record<string, string | undefined>,
  parameters: UrlParameters,
  remarks: readonly (string | undefined)[] = []
): UnderstoodUrl {
  const config: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(fields)) {
    if (value !== undefined && value !== '') write(config, path.split('.'), value)
  }
  if (parameters.hasOpenQuote) throw openQuote()
  const all = Object.entries(credentials).filter((pair): pair is [string, string] => !!pair[1])
  const given = all.filter(([, value]) => !isPlaceholder(value))
  const blank = given.length < all.length ? PLACEHOLDER_REMARK : undefined
  return {
    config,
    credentials: Object.fromEntries(given),
    ignored: parameters.ignored,
    remarks: [...remarks, blank].filter((remark) => remark !== undefined),
  }
}

/** `[YOUR-PASSWORD]`, `<db_password>`, `{your_password}`: what providers print where the password belongs. */
function isPlaceholder(value: string): boolean {
  const inner = /^(?:\[([\w -]*)\]|<([\w -]*)>|\$?\{([\w -]*)\})$/.exec(value)
  const word = inner ? inner.slice(1).join('') : value
  return (
    inner ? /pass|pwd|secret|your/i : /^your[_ -](?:[a-z]+[_ -])?password(?:[_ -]here)?$/i
  ).test(word)
}

function openQuote() {
  return cannotUse(
    'A quote in this connection string is not closed.',
    'Close it, and double the quotes within the value.'
  )
}

function write(object: Record<string, unknown>, [step = '', ...rest]: string[], value: Value) {
  if (rest.length === 0) object[step] = value
  else write((object[step] ??= {}) as Record<string, unknown>, rest, value)
}

/** A connection string that is understood, and that asks for what cannot be done. */
export function cannotUse(message: string, hint: string): ConnectorError {
  return new ConnectorError('bad_config', message, { field: 'url', hint })
}

/** @throws ConnectorError `bad_config` */
export function portOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  if (/^\d+$/.test(text)) return withinPorts(Number(text))
  throw cannotUse(
    'The port in this connection string is not a number.',
    'Percent-encode special characters in the password, such as %2F for a slash, or fill in the fields yourself.'
  )
}

function withinPorts(port: number): number {
  if (port >= 1 && port <= 65_535) return port
  throw cannotUse(
    'The port in this connection string is not between 1 and 65535.',
    'Correct the port in it.'
  )
}

/** Escapes that are none are taken as they are: many passwords were never escaped. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
