import { inject } from '@adonisjs/core'
import { errors as vineErrors } from '@vinejs/vine'
import type { ConnectionUrlFormat, UnderstoodUrl } from '#connectors/connection_url'
import { formatsFor } from '#connectors/connection_urls/formats'
import { unwrapped } from '#connectors/connection_urls/wrapper'
import { ConnectorError } from '#connectors/connector_error'
import { engineNames, engines, type EngineName } from '#connectors/registry'
import { ApiError, errorItem } from '#exceptions/api_error'
import type { Actor } from '#services/actor'
import { ConnectionAccess } from '#services/connection_access'
import { connectionValidators } from '#validators/connection'
import { connectionUrlValidator } from '#validators/connection_url'
import { applies, defaultOf, valueAt } from '#validators/applicable'
import { isObject } from '#validators/strict_object'

/** What a connection string says, as a form takes it. */
export interface ReadUrl extends Required<UnderstoodUrl> {
  type: EngineName
  /** Paths of required fields that it does not say, such as `database`. */
  missing: string[]
}

/** How many examples a refusal shows: more of them nobody reads. */
const EXAMPLES = 3

interface Complaint {
  rule: string
  field: string
}

/**
 * Turns connection strings into an engine's fields. Neither what it throws nor what it does leaves a trace of the
 * text, for there is a password in it.
 */
@inject()
export class ConnectionUrlReader {
  constructor(private access: ConnectionAccess) {}

  /**
   * The engine that the person has chosen is asked first, then each of the others in the order of their names; the
   * first one that understands the text decides. A spelling that several share is read by others than the chosen one
   * only where the text shows whose it is.
   * @throws ApiError E_INVALID; E_AUTHORIZATION_FAILURE; E_VALIDATION_ERROR
   */
  async read(actor: Actor, body: unknown): Promise<ReadUrl> {
    await this.access.policyOf(actor).authorize('create')
    const { url, type } = await connectionUrlValidator.validate(body)
    const { type: found, ...told } = understand(url, type)
    const config = completed(found, told.config)
    const complaints = await complaintsAbout(found, config, told.credentials)
    const invalid = complaints.filter(({ rule }) => rule !== 'required')
    if (invalid.length > 0) throw invalidParts(found, invalid)
    const missing = complaints.map(({ field }) => field.replace(/^config\./, ''))
    const { credentials, ignored, remarks = [] } = told
    return { type: found, config, credentials, ignored, remarks, missing }
  }
}

function understand(whole: string, chosen: EngineName | undefined) {
  const { text, ignored } = unwrapped(whole)
  for (const { type, format } of formatsFor(text, chosen)) {
    const told = readAs(format, text)
    if (told) return { type, ...told, ignored: [...told.ignored, ...ignored] }
  }
  throw new ApiError('E_INVALID', {
    message: 'No engine understands this as a connection string.',
    field: 'url',
    hint: `It should look like ${examplesFor(chosen).join(' or ')}`,
  })
}

function examplesFor(chosen: EngineName | undefined): string[] {
  const formats = chosen
    ? engines[chosen].urls
    : engineNames.flatMap((name) => engines[name].urls.slice(0, 1))
  return formats.slice(0, EXAMPLES).map(({ example }) => example)
}

/** @throws ApiError E_INVALID, when it is one of this engine's and asks for what cannot be done */
function readAs(format: ConnectionUrlFormat, text: string): UnderstoodUrl | null {
  try {
    return format.read(text)
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    const { message, hint } = error
    throw new ApiError('E_INVALID', { message, hint, field: 'url' })
  }
}

/**
 * With the engine's defaults where the string is silent, as its form begins with them; how the connection is secured
 * is left as it is.
 */
function completed(type: EngineName, told: Record<string, unknown>): Record<string, unknown> {
  const config = structuredClone(told)
  const fields = engines[type].config
  for (const field of fields) {
    const fallback = defaultOf(field)
    const isBasic = field.group === 'basics' && fallback !== undefined
    const isSilent = isBasic && valueAt(config, field.name) === undefined
    if (isSilent && applies(field, config, fields)) write(config, field.name.split('.'), fallback)
  }
  return config
}

function write(object: Record<string, unknown>, [step = '', ...rest]: string[], value: unknown) {
  if (rest.length === 0) return void (object[step] = value)
  const inner = object[step]
  write(isObject(inner) ? inner : (object[step] = {}), rest, value)
}

/** What the engine's own validator says of it. */
async function complaintsAbout(
  type: EngineName,
  config: Record<string, unknown>,
  credentials: Record<string, string>
): Promise<Complaint[]> {
  try {
    await connectionValidators[type].test.validate({ type, config, credentials })
    return []
  } catch (error) {
    if (error instanceof vineErrors.E_VALIDATION_ERROR) return error.messages as Complaint[]
    throw error
  }
}

function invalidParts(type: EngineName, complaints: Complaint[]): ApiError {
  const { config, credentials } = engines[type]
  const labels = complaints.map(({ field }) => {
    const name = field.replace(/^(config|credentials)\./, '')
    return [...config, ...credentials].find((one) => one.name === name)?.label ?? name
  })
  return ApiError.all(
    [...new Set(labels)].map((label) =>
      errorItem('E_INVALID', {
        message: `What this connection string says of the field “${label}” is not valid.`,
        field: 'url',
        hint: 'Percent-encode special characters in it, or fill in the fields yourself.',
      })
    )
  )
}
