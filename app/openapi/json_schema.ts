import type { SchemaTypes } from '@vinejs/vine/types'

/** What VineJS makes of a schema; JSON Schema 2020-12 reads it the same way. */
export type JsonSchema = Exclude<ReturnType<SchemaTypes['toJSONSchema']>, boolean>

/** An object with exactly these properties, all of them there. */
export function exactly(
  properties: Record<string, JsonSchema>,
  optional: Record<string, JsonSchema> = {}
): JsonSchema {
  return {
    type: 'object',
    properties: { ...properties, ...optional },
    required: Object.keys(properties),
    additionalProperties: false,
  }
}

export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items }
}

export function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` }
}

export function orNull(
  type: 'string' | 'integer' | 'number' | 'boolean',
  format?: string
): JsonSchema {
  return { type: [type, 'null'], ...(format ? { format } : {}) }
}

export const text: JsonSchema = { type: 'string' }
export const flag: JsonSchema = { type: 'boolean' }
export const id: JsonSchema = { type: 'string', format: 'uuid' }
export const moment: JsonSchema = { type: 'string', format: 'date-time' }
export const count: JsonSchema = { type: 'integer', minimum: 0 }
