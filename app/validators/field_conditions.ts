import vine from '@vinejs/vine'
import type { ConfigField, CredentialField } from '#connectors/field'
import type { JsonSchema } from '#openapi/json_schema'
import { applies, defaultOf, isBlank, mayBeBlank, valueAt } from '#validators/applicable'
import { BLANK } from '#validators/documented'
import { inSentence } from '#validators/field_messages'
import { isObject, reportAt } from '#validators/strict_object'

/** Which fields apply only while another one has certain values, and which stand in for each other. */
export interface ConditionalFields {
  config: readonly ConfigField[]
  credentials: readonly CredentialField[]
  /** Of each of these groups of config fields, exactly one is filled in. */
  oneOf?: readonly (readonly string[])[]
}

/** Refuses fields that do not apply, and asks for required ones that do, and for one of those that stand in for each other. */
export const conditions = vine.createRule<ConditionalFields>(
  function condition(body, { config, credentials, oneOf = [] }, report) {
    if (!isObject(body)) return
    const check = (group: 'config' | 'credentials', field: ConfigField | CredentialField) => {
      const given = filledIn(body[group], field)
      const path = `${group}.${field.name}`
      if (!applies(field, body.config, config)) {
        if (given !== undefined) reportAt(report, path, 'condition', saysWhen(field))
      } else if (given === undefined && isAskedFor(group, field)) {
        reportAt(report, path, 'required', `${field.label} is missing.`)
      }
    }
    for (const field of config) check('config', field)
    for (const field of credentials) check('credentials', field)
    for (const group of oneOf) {
      const problem = choiceProblem(group, body.config, config)
      if (problem) reportAt(report, `config.${problem.field}`, problem.rule, problem.message)
    }
  },
  { toJSONSchema: (schema, fields) => addConditions(schema, fields) }
)

/** Required ones that always apply are asked for by their own schemas, credentials by the use case. */
function isAskedFor(group: 'config' | 'credentials', field: ConfigField | CredentialField) {
  if (group === 'credentials' || field.kind === 'secret') return false
  return field.when !== undefined && field.required && defaultOf(field) === undefined
}

/** None is asked for by the first one's name, a second is refused by its own. */
function choiceProblem(
  group: readonly string[],
  given: unknown,
  fields: readonly ConfigField[]
): { field: string; rule: string; message: string } | null {
  const choices = fields.filter(({ name }) => group.includes(name))
  const filled = choices.filter((field) => filledIn(given, field) !== undefined)
  const labels = choices.map(({ label }) => inSentence(label))
  const [first = ''] = group
  const [, second] = filled
  if (filled.length === 0) {
    return { field: first, rule: 'required', message: `Enter the ${labels.join(' or the ')}.` }
  }
  if (second === undefined) return null
  const message = `Enter only one of ${labels.join(' and ')}.`
  return { field: second.name, rule: 'oneOf', message }
}

/** What is there of a field: nothing, where it is null, or a text that may be left empty and is. */
function filledIn(values: unknown, field: ConfigField | CredentialField): unknown {
  const value = valueAt(values, field.name) ?? undefined
  return mayBeBlank(field) && isBlank(value) ? undefined : value
}

function saysWhen({ label, when }: ConfigField | CredentialField): string {
  return `${label} applies only when ${when?.field} is ${when?.in.join(' or ')}.`
}

function addConditions(schema: JsonSchema, { config, credentials, oneOf = [] }: ConditionalFields) {
  const rules = [
    ...config.map((field) => conditionSchema('config', field, config)),
    ...credentials.map((field) => conditionSchema('credentials', field, config)),
    ...oneOf.map((group) => choiceSchema(config.filter(({ name }) => group.includes(name)))),
  ].flat()
  if (rules.length > 0) schema.allOf = [...(schema.allOf ?? []), ...rules]
}

function conditionSchema(
  group: 'config' | 'credentials',
  field: ConfigField | CredentialField,
  fields: readonly ConfigField[]
): JsonSchema[] {
  if (!field.when) return []
  const byDefault = applies(field, {}, fields)
  const holds = at(`config.${field.when.field}`, { enum: valuesOf(field.when, fields) }, !byDefault)
  return [
    {
      if: holds,
      ...(isAskedFor(group, field)
        ? { then: at(`${group}.${field.name}`, { not: nothingOf(field) }, true) }
        : {}),
      else: at(`${group}.${field.name}`, nothingOf(field), false),
    },
  ]
}

/** Conditions are written in text, whatever the other field holds. */
function valuesOf(
  { field, in: texts }: NonNullable<ConfigField['when']>,
  fields: readonly ConfigField[]
): (string | boolean)[] {
  const isSwitch = fields.some(({ name, kind }) => name === field && kind === 'boolean')
  return texts.map((text) => (isSwitch ? text === 'true' : text))
}

function choiceSchema(group: readonly ConfigField[]): JsonSchema {
  return {
    oneOf: group.map((field) => at(`config.${field.name}`, { not: nothingOf(field) }, true)),
  }
}

function nothingOf(field: ConfigField | CredentialField): JsonSchema {
  return mayBeBlank(field) ? { anyOf: [{ type: 'null' }, BLANK] } : { type: 'null' }
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
