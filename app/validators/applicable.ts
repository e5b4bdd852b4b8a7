import type { ConfigField, CredentialField } from '#connectors/field'
import { isObject } from '#validators/strict_object'

/** Whether a field applies to this config, which need not be validated yet. */
export function applies(
  { when }: ConfigField | CredentialField,
  config: unknown,
  fields: readonly ConfigField[]
): boolean {
  if (!when) return true
  const other = fields.find(({ name }) => name === when.field)
  const value = other ? effectiveValue(config, other) : valueAt(config, when.field)
  return when.in.includes(String(value))
}

/** What a field amounts to where nobody filled it in. */
export function effectiveValue(config: unknown, field: ConfigField): unknown {
  return valueAt(config, field.name) ?? defaultOf(field)
}

/** Whether an empty text means that nobody filled the field in: forms and scripts often send one. */
export function mayBeBlank(field: ConfigField | CredentialField): boolean {
  if (field.kind !== 'text' && field.kind !== 'pem') return false
  return !field.required || field.when !== undefined
}

export function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === ''
}

export function defaultOf(field: ConfigField): string | number | boolean | undefined {
  return 'default' in field ? field.default : undefined
}

export function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, step) => (isObject(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined),
      value
    )
}
