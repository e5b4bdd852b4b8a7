import { isDeepStrictEqual } from 'node:util'
import type { Engine } from '#connectors/engine'
import { ApiError, errorItem } from '#exceptions/api_error'
import { applies, effectiveValue } from '#validators/applicable'

/** What a person sent: a string replaces, null clears, absence keeps. */
export type GivenCredentials = Record<string, string | null | undefined>

/** What is stored: where it points, and which credential fields are set. */
export interface StoredTarget {
  config: Record<string, unknown>
  credentialFields: string[]
}

/** Which credentials a connection has after a change, decided without opening any. */
export interface CredentialPlan {
  /** Taken from what is stored. */
  kept: string[]
  /** Given now. */
  replaced: Record<string, string>
}

/**
 * Decides what becomes of each credential. Stored ones are never sent to another place than the one they were
 * entered for: when a guarded field changes, each of them must be given again or cleared.
 * @throws ApiError E_CREDENTIALS_REQUIRED, E_REQUIRED
 */
export function planCredentials(
  engine: Engine,
  config: Record<string, unknown>,
  given: GivenCredentials = {},
  stored: StoredTarget | null = null
): CredentialPlan {
  const applicable = engine.credentials.filter((field) => applies(field, config, engine.config))
  const names = applicable.map(({ name }) => name)
  const kept = names.filter(
    (name) => given[name] === undefined && stored?.credentialFields.includes(name)
  )
  if (stored && kept.length > 0) refuseRedirection(engine, config, stored, kept)
  const replaced: Record<string, string> = {}
  for (const name of names) {
    const value = given[name]
    if (typeof value === 'string') replaced[name] = value
  }
  const missing = applicable.filter(
    ({ name, required }) => required && !kept.includes(name) && !(name in replaced)
  )
  refuseMissing(missing)
  return { kept, replaced }
}

/** The fields that decide who receives credentials, as far as they differ. */
export function guardedChanges(
  engine: Engine,
  config: Record<string, unknown>,
  stored: Record<string, unknown>
) {
  return engine.config.filter(
    (field) =>
      field.guardsCredentials &&
      !isDeepStrictEqual(effectiveValue(config, field), effectiveValue(stored, field))
  )
}

function refuseRedirection(
  engine: Engine,
  config: Record<string, unknown>,
  stored: StoredTarget,
  kept: string[]
) {
  const changed = guardedChanges(engine, config, stored.config)
  if (changed.length === 0) return
  const labels = changed.map(({ label }) => label).join(', ')
  const message = `To change ${labels}, enter the credentials again: the stored ones go only where they were entered for.`
  throw ApiError.all(
    kept.map((name) =>
      errorItem('E_CREDENTIALS_REQUIRED', { message, field: `credentials.${name}` })
    )
  )
}

function refuseMissing(fields: Engine['credentials']) {
  if (fields.length === 0) return
  throw ApiError.all(
    fields.map(({ name, label }) =>
      errorItem('E_REQUIRED', { message: `The ${label} is missing.`, field: `credentials.${name}` })
    )
  )
}
