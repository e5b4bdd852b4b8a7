import vine from '@vinejs/vine'
import type { SchemaTypes } from '@vinejs/vine/types'
import type { ConfigField, CredentialField, TextField } from '#connectors/field'
import { patternOf, wholly } from '#connectors/field_patterns'
import { FINGERPRINT } from '#connectors/tls'
import { applies, defaultOf, isBlank, mayBeBlank } from '#validators/applicable'
import { BLANK, documented } from '#validators/documented'
import { strictObject } from '#validators/strict_object'

type Tree = Map<string, ConfigField | Tree>

/** The schema of `config` from an engine's fields; dots in their names make nested objects. */
export function configSchema(fields: readonly ConfigField[]) {
  return objectOf(treeOf(fields), fields)
}

/** The schema of `credentials`: null clears, absence keeps. Which must be there is for the use case to say. */
export function credentialsSchema(fields: readonly CredentialField[]) {
  const schemas = fields.map((field) => [field.name, secretSchema(field)] as const)
  return strictObject(Object.fromEntries(schemas))
}

function treeOf(fields: readonly ConfigField[]): Tree {
  const root: Tree = new Map()
  for (const field of fields) {
    const steps = field.name.split('.')
    const leaf = steps.pop() ?? field.name
    const branch = steps.reduce((tree, step) => {
      const next = tree.get(step)
      if (next instanceof Map) return next
      const created: Tree = new Map()
      tree.set(step, created)
      return created
    }, root)
    branch.set(leaf, field)
  }
  return root
}

function objectOf(tree: Tree, fields: readonly ConfigField[]) {
  const properties: Record<string, SchemaTypes> = {}
  for (const [name, node] of tree) {
    properties[name] =
      node instanceof Map ? nestedObject(node, fields) : configFieldSchema(node, fields)
  }
  return strictObject(properties)
}

/** A nested object that nothing requires may be left out; its fields' defaults hold all the same. */
function nestedObject(tree: Tree, fields: readonly ConfigField[]) {
  const schema = objectOf(tree, fields)
  if ([...tree.values()].some(isRequired)) return schema
  return schema.parse((value) => (value === undefined ? {} : value)).optional()
}

function isRequired(node: ConfigField | Tree): boolean {
  if (node instanceof Map) return [...node.values()].some(isRequired)
  return node.required && defaultOf(node) === undefined && node.when === undefined
}

function configFieldSchema(field: ConfigField, fields: readonly ConfigField[]): SchemaTypes {
  const fallback = defaultOf(field)
  const schema = valueSchema(field).use(
    documented({
      title: field.label,
      description: field.help,
      default: fallback,
      examples: fallback === undefined ? [exampleOf(field)] : undefined,
    })
  )
  const isOptionalText = mayBeBlank(field)
  schema.parse((given, { data }) => {
    const value = isOptionalText && isBlank(given) ? undefined : given
    const isByDefault = value === undefined && fallback !== undefined
    return isByDefault && applies(field, data.config, fields) ? fallback : value
  })
  if (isOptionalText) schema.use(orBlank())
  return isRequired(field) ? schema : schema.optional()
}

function exampleOf(field: ConfigField): string {
  if (field.kind === 'pem') return '-----BEGIN CERTIFICATE-----\n…'
  return field.placeholder ?? field.label.toLowerCase()
}

function valueSchema(field: ConfigField) {
  switch (field.kind) {
    case 'text':
      return field.pattern === FINGERPRINT.pattern
        ? textSchema(field).use(spelled())
        : textSchema(field)
    case 'integer':
      return vine.number({ strict: true }).withoutDecimals().min(field.min).max(field.max)
    case 'choice':
      return vine.enum(field.options.map(({ value }) => value))
    case 'boolean':
      return vine.boolean({ strict: true })
    case 'pem':
      return vine.string().trim().maxLength(field.maxLength).regex(expressionOf(field))
    case 'file':
      return vine.string().regex(expressionOf(field))
  }
}

function textSchema(field: TextField) {
  return vine.string().trim().minLength(1).maxLength(field.maxLength).regex(expressionOf(field))
}

/** As certificates show it themselves: upper case with colons. */
const spelled = vine.createRule((value, _, field) => {
  if (typeof value !== 'string' || !field.isValid) return
  const pairs = value.replaceAll(':', '').toUpperCase().match(/../g) ?? []
  field.mutate(pairs.join(':'), field)
})

function secretSchema(field: CredentialField) {
  return vine
    .string()
    .minLength(1)
    .maxLength(field.maxLength)
    .use(notMask(expressionOf(field)))
    .use(
      documented({
        title: field.label,
        description: field.help,
        writeOnly: true,
        examples: ['secret'],
      })
    )
    .nullable()
    .optional()
}

function expressionOf(field: ConfigField | CredentialField): RegExp {
  return wholly(patternOf(field) ?? '[\\s\\S]*')
}

/** A blank text never gets as far as a rule: it is only for the document to say. */
const orBlank = vine.createRule(() => {}, {
  toJSONSchema: (schema) => {
    const { type, minLength, maxLength, pattern } = schema
    for (const key of ['type', 'minLength', 'maxLength', 'pattern'] as const) delete schema[key]
    schema.anyOf = [{ type, minLength, maxLength, pattern }, BLANK]
  },
})

const notMask = vine.createRule<RegExp>(
  function mask(value, unmasked, field) {
    if (typeof value !== 'string' || unmasked.test(value)) return
    field.report('This is a mask, not a secret.', 'mask', field)
  },
  { toJSONSchema: (schema, unmasked) => void (schema.pattern = unmasked.source) }
)
