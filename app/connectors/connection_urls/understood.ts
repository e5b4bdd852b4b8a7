import { ConnectorError } from '#connectors/connector_error'
import type { UnderstoodUrl } from '#connectors/connection_url'
import type { UrlParameters } from '#connectors/connection_urls/url_parameters'

type Value = string | number | boolean | undefined

/** What was read, with the fields by their paths; those without a value are left out. */
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
  const given = Object.entries(credentials).filter((pair): pair is [string, string] => !!pair[1])
  return {
    config,
    credentials: Object.fromEntries(given),
    ignored: parameters.ignored,
    remarks: remarks.filter((remark) => remark !== undefined),
  }
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
  if (/^\d{1,5}$/.test(text)) return Number(text)
  throw cannotUse(
    'The port in this connection string is not a number.',
    'Percent-encode special characters in the password, such as %2F for a slash, or fill in the fields yourself.'
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
