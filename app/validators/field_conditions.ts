import vine from '@vinejs/vine'
import type { ConfigField, CredentialField } from '#connectors/field'
import { defaultOf } from '#validators/field_schemas'
import type { JsonSchema } from '#openapi/json_schema'
import { isObject, reportAt } from '#validators/strict_object'

type Condition = NonNullable<ConfigField['when']>

/** Which fields apply only while another one has certain values. */
export interface ConditionalFields {
  config: readonly ConfigField[]
  credentials: readonly CredentialField[]
}

/** Whether a field applies to this config, which need not be validated yet. */
export function applies(
  field: ConfigField | CredentialField,
  config: unknown,
  fields: readonly ConfigField[]
): boolean {
  if (!field.when) return true
  const value = valueAt(config, field.when.field) ?? fallbackOf(field.when, fields)
  return field.when.in.includes(String(value))
}

export function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, step) => (isObject(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined),
      value
    )
}

function fallbackOf(condition: Condition, fields: readonly ConfigField[]) {
  const other = fields.find(({ name }) => name === condition.field)
  return other && defaultOf(other)
}

/** Refuses fields that do not apply, and asks for required ones that do. */
export const conditions = vine.createRule<ConditionalFields>(
  function condition(body, { config, credentials }, report) {
    if (!isObject(body)) return
    const check = (group: 'config' | 'credentials', field: ConfigField | CredentialField) => {
      const given = valueAt(body[group], field.name) ?? undefined
      const path = `${group}.${field.name}`
      if (!applies(field, body.config, config)) {
        if (given !== undefined) reportAt(report, path, 'condition', saysWhen(field))
      } else if (group === 'config' && field.when && field.required && given === undefined) {
        reportAt(report, path, 'required', `The ${field.label} is missing.`)
      }
    }
    for (const field of config) check('config', field)
    for (const field of credentials) check('credentials', field)
  },
  { toJSONSchema: (schema, fields) => addConditions(schema, fields) }
)

function saysWhen({ label, when }: ConfigField | CredentialField): string {
  return `${label} applies only when ${when?.field} is ${when?.in.join(' or ')}.`
}

function addConditions(schema: JsonSchema, { config, credentials }: ConditionalFields) {
  const rules = [
    ...config.map((field) => conditionSchema('config', field, config)),
    ...credentials.map((field) => conditionSchema('credentials', field, config)),
  ].flat()
  if (rules.length > 0) schema.allOf = [...(schema.allOf ?? []), ...rules]
}

function conditionSchema(
  group: 'config' | 'credentials',
  field: ConfigField | CredentialField,
  fields: readonly ConfigField[]
): JsonSchema[] {
  if (!field.when) return []
  const byDefault = field.when.in.includes(String(fallbackOf(field.when, fields)))
  const holds = at(`config.${field.when.field}`, { enum: [...field.when.in] }, !byDefault)
  const required = group === 'config' && field.required
  return [
    {
      if: holds,
      ...(required ? { then: at(`${group}.${field.name}`, {}, true) } : {}),
      else: at(`${group}.${field.name}`, { type: 'null' }, false),
    },
  ]
}

/** A schema for one property deep inside an object. */
function at(path: string, leaf: JsonSchema, required: boolean): JsonSchema {
  return path.split('.').reduceRight<JsonSchema>(
    (inner, step) => ({
      properties: { [step]: inner },
      ...(required ? { required: [step] } : {}),
    }),
    leaf
  )
}
