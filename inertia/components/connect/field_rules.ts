import type { RegisterOptions } from 'react-hook-form'
import type { Field } from '~/api/types'
import { type FieldPath, type FormValues, valueAt } from '~/components/connect/form_values'
import { sentenceCase } from '~/components/connect/sentence_case'

/** The checks that the server would make too, told while one types. */
export function rulesOf(field: Field, isStored: boolean): RegisterOptions<FormValues, FieldPath> {
  return {
    deps: field.oneOf
      ?.filter(({ name }) => name !== field.name)
      .map(({ name }) => `config.${name}` as const),
    validate: (value: unknown, { config }: FormValues) => {
      const choice = choiceProblem(field, config)
      if (choice) return choice
      if (isEmpty(value)) {
        return !field.required || isStored || `Enter the ${sentenceCase(field.label)}.`
      }
      return problemOf(field, value) ?? true
    },
  }
}

/** Told at the first field when none is filled in, at each one after the first when several are. */
function choiceProblem({ name, oneOf }: Field, config: FormValues['config']): string | null {
  if (!oneOf) return null
  const filled = oneOf.filter((one) => !isEmpty(valueAt(config, one.name)))
  const labels = oneOf.map(({ label }) => sentenceCase(label))
  if (filled.length === 0) {
    return oneOf[0]?.name === name ? `Enter the ${labels.join(' or the ')}.` : null
  }
  const isSecond = filled.slice(1).some((one) => one.name === name)
  return isSecond ? `Enter only one of ${labels.join(' and ')}.` : null
}

function isEmpty(value: unknown) {
  return value === '' || value === null || value === undefined
}

function problemOf(field: Field, value: unknown): string | null {
  if (field.kind === 'integer') {
    const isInRange =
      Number.isInteger(value) && Number(value) >= field.min && Number(value) <= field.max
    return isInRange ? null : `Enter a whole number from ${field.min} to ${field.max}.`
  }
  if (typeof value !== 'string') return null
  if ('maxLength' in field && value.length > field.maxLength) {
    return `Enter at most ${field.maxLength} characters.`
  }
  if (field.kind === 'text' && field.pattern && !matches(field.pattern, value.trim())) {
    return `This does not look like a ${sentenceCase(field.label)}. Check its spelling.`
  }
  return null
}

function matches(pattern: string, value: string) {
  return new RegExp(`^(?:${pattern})$`, 'u').test(value)
}
