import type { FieldContext, MessagesProviderContact } from '@vinejs/vine/types'
import type { ConfigField, CredentialField } from '#connectors/field'

type Described = ConfigField | CredentialField
type Facts = Record<string, unknown>

/** What is wrong with one field, from its name in a sentence, its description if it has one, and the rule's facts. */
const SENTENCES: Readonly<
  Record<string, (name: string, field: Described | undefined, facts: Facts) => string>
> = {
  required: (name) => `${name} is missing.`,
  string: (name) => `${name} must be text.`,
  number: (name) => `${name} must be a number.`,
  boolean: (name) => `${name} must be true or false.`,
  minLength: (name, _, { min }) =>
    min === 1
      ? `${name} must not be empty.`
      : `${name} must have at least ${String(min)} characters.`,
  maxLength: (name, _, { max }) => `${name} must have at most ${String(max)} characters.`,
  regex: (name, field) => saysPattern(name, field),
}

/**
 * The words of refusals. Fields are called what forms call them; a sentence of ours stays as it is, where VineJS
 * would put its own for the rule in its place.
 */
export class FieldMessages implements MessagesProviderContact {
  /** @param described by the path in the body, such as `config.ssh.host` */
  constructor(private readonly described: ReadonlyMap<string, Described> = new Map()) {}

  getMessage(raw: string, rule: string, field: FieldContext, facts: Facts = {}): string {
    if (!isTemplate(raw)) return raw
    const known = this.described.get(field.getFieldPath())
    const name = known?.label ?? `The ${nameIn(field.getFieldPath())}`
    const sentence = SENTENCES[rule]
    // Of lists VineJS counts the items by these rules.
    if (sentence && !(rule.endsWith('Length') && Array.isArray(field.value))) {
      return sentence(name, known, facts)
    }
    const words: Facts = { ...facts, field: name }
    const filled = raw.replace(/^The \{\{ field \}\} field/, name)
    return `${filled.replace(/\{\{ (\w+) \}\}/g, (_, word: string) => String(words[word]))}.`
  }
}

/** Of an engine's body. */
export function messagesFor(engine: {
  config: readonly ConfigField[]
  credentials: readonly CredentialField[]
}): FieldMessages {
  return new FieldMessages(
    new Map<string, Described>([
      ...engine.config.map((field) => [`config.${field.name}`, field] as const),
      ...engine.credentials.map((field) => [`credentials.${field.name}`, field] as const),
    ])
  )
}

/** A label in the middle of a sentence: abbreviations keep their capitals. */
export function inSentence(label: string): string {
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}

function saysPattern(name: string, field: Described | undefined): string {
  if (field?.kind === 'pem') {
    return `${name} must be PEM text, with its lines -----BEGIN … and -----END …, and no private key.`
  }
  if (field?.kind === 'file') return `${name} must be the name of a file, without a folder.`
  const example = field?.kind === 'text' && field.pattern ? field.placeholder : undefined
  return example
    ? `${name} must look like ${example}.`
    : `${name} contains characters that are not allowed here.`
}

/** An item of a list is called by the list. */
function nameIn(path: string): string {
  return path.split('.').findLast((step) => !/^\d+$/.test(step)) ?? 'body'
}

function isTemplate(raw: string): boolean {
  return raw.includes('{{') || raw === 'The value must be a boolean'
}
