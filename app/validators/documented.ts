import vine from '@vinejs/vine'
import type { JsonSchema } from '#openapi/json_schema'

/** What only the OpenAPI document says of a field; it refuses nothing. */
export const documented = vine.createRule<JsonSchema>(() => {}, {
  toJSONSchema: (schema, words) => {
    for (const [key, value] of Object.entries(words)) {
      if (value !== undefined) Object.assign(schema, { [key]: value })
    }
  },
})

/** In the document: a text that says nothing. */
export const BLANK: JsonSchema = { type: 'string', pattern: '^\\s*$' }
