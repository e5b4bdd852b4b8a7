import type { RegisterOptions } from 'react-hook-form'
import type { Field } from '~/api/types'
import { type FieldPath, type FormValues, valueAt } from '~/components/connect/form_values'
import { sentenceCase } from '~/components/connect/sentence_case'
import type { StoredSecret } from '~/components/connect/stored_secrets'
import type { Strings } from '~/strings/strings_context'

type Words = Strings['connect']['fields']

/** The checks that the server would make too, told while one types. */
export function rulesOf(
  field: Field,
  stored: StoredSecret | undefined,
  t: Words
): RegisterOptions<FormValues, FieldPath> {
  return {
    deps: field.oneOf
      ?.filter(({ name }) => name !== field.name)
      .map(({ name }) => `config.${name}` as const),
    validate: (value: unknown, { config }: FormValues) =>
      choiceProblem(field, config, t) ??
      (isEmpty(field, value)
        ? emptyProblem(field, value, stored, t)
        : (problemOf(field, value, t) ?? true)),
  }
}

/** Told at the first field when none is filled in, at each one after the first when several are. */
function choiceProblem({ name, oneOf }: Field, config: FormValues['config'], t: Words) {
  if (!oneOf) return null
  const filled = oneOf.filter((one) => String(valueAt(config, one.name) ?? '').trim() !== '')
  const labels = oneOf.map(({ label }) => sentenceCase(label))
  if (filled.length === 0) return oneOf[0]?.name === name ? t.enterOneOf(labels) : null
  const isSecond = filled.slice(1).some((one) => one.name === name)
  return isSecond ? t.onlyOneOf(labels) : null
}

/** What is stored stands in for an empty field, unless it was cleared or would go somewhere else. */
function emptyProblem(field: Field, value: unknown, stored: StoredSecret | undefined, t: Words) {
  const label = sentenceCase(field.label)
  if (stored && value !== null) {
    return stored.changed.length === 0 || t.stored.enterAgain(label)
  }
  return !field.required || t.enter(label)
}

/** A secret may be made of spaces. */
function isEmpty({ kind }: Field, value: unknown) {
  const text = value === null || value === undefined ? '' : String(value)
  return (kind === 'secret' ? text : text.trim()) === ''
}

function problemOf(field: Field, value: unknown, t: Words): string | null {
  if (field.kind === 'integer') {
    const isInRange =
      Number.isInteger(value) && Number(value) >= field.min && Number(value) <= field.max
    return isInRange ? null : t.wholeNumber(field.min, field.max)
  }
  if (typeof value !== 'string') return null
  const text = field.kind === 'secret' ? value : value.trim()
  if ('maxLength' in field && text.length > field.maxLength) return t.tooLong(field.maxLength)
  if (field.pattern && !matches(field.pattern, text)) return misspelled(field, t)
  // A pattern of an engine's own allows for what cannot be seen as little as the server does without one.
  return field.kind === 'text' && /\p{Cc}/u.test(text) ? t.control : null
}

function misspelled(field: Field, t: Words) {
  if (field.kind === 'pem') return t.pem
  if (field.kind === 'file') return t.file
  return field.kind === 'secret' ? t.mask : t.spelling(sentenceCase(field.label))
}

function matches(pattern: string, value: string) {
  return new RegExp(`^(?:${pattern})$`, 'u').test(value)
}
