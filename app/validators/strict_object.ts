import vine from '@vinejs/vine'
import type { FieldContext, SchemaTypes } from '@vinejs/vine/types'
import { FieldMessages } from '#validators/field_messages'

/** An object that refuses fields it does not know, where VineJS would drop them in silence. */
export function strictObject<Properties extends Record<string, SchemaTypes>>(
  properties: Properties
) {
  return vine
    .object(properties)
    .use(onlyKnown({ known: Object.keys(properties) }))
    .bail(false)
}

/** A validator for such an object, for bodies and query strings. */
export function strictValidator<Properties extends Record<string, SchemaTypes>>(
  properties: Properties
) {
  const validator = vine.create(strictObject(properties))
  validator.messagesProvider = new FieldMessages()
  return validator
}

const onlyKnown = vine.createRule<{ known: string[] }>(function unknown(value, { known }, field) {
  if (!isObject(value)) return
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) {
      reportAt(field, name, 'unknown', `There is no field "${name.slice(0, 60)}" here.`)
    }
  }
})

/** Reports against a field below the one that a rule looks at. */
export function reportAt(field: FieldContext, path: string, rule: string, message: string) {
  const own = field.getFieldPath()
  const nested = { ...field, getFieldPath: () => (own ? `${own}.${path}` : path) }
  field.report(message, rule, nested)
  field.isValid = false
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
