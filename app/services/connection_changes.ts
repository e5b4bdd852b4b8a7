import type DatabaseConnection from '#models/database_connection'
import { engineOf } from '#services/engine_of'
import { applies, valueAt } from '#validators/applicable'
import { isObject } from '#validators/strict_object'

type JsonObject = Record<string, unknown>

/** The whole connection that a PATCH makes of a stored one; it still has to be validated. */
export function patchedBody(connection: DatabaseConnection, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const { name, type, visibility } = connection
  const config = 'config' in patch ? patchedConfig(connection, patch.config) : connection.config
  return { name, type, visibility, ...patch, config }
}

function patchedConfig(connection: DatabaseConnection, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged = merge(connection.config, patch)
  const fields = engineOf(connection).config
  for (const field of fields) {
    const isNamed = valueAt(patch, field.name) !== undefined
    if (!isNamed && !applies(field, merged, fields)) remove(merged, field.name.split('.'))
  }
  return merged
}

/** Null takes a field away, as in RFC 7396. */
function merge(stored: JsonObject, patch: JsonObject): JsonObject {
  const merged = structuredClone(stored)
  for (const [key, value] of Object.entries(patch)) {
    const inner = merged[key]
    if (value === null) delete merged[key]
    else merged[key] = isObject(inner) && isObject(value) ? merge(inner, value) : value
  }
  return merged
}

function remove(object: JsonObject, [step, ...rest]: string[]) {
  if (step === undefined) return
  const inner = object[step]
  if (rest.length === 0) delete object[step]
  else if (isObject(inner)) remove(inner, rest)
}
