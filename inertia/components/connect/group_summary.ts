import type { Field } from '~/api/types'
import { applies, type FormValues, pathOf, valueAt } from '~/components/connect/form_values'
import { sentenceCase } from '~/components/connect/sentence_case'
import type { StoredSecrets } from '~/components/connect/stored_secrets'
import type { Strings } from '~/strings/strings_context'

type Words = Strings['connect']['fields']['summary']

/**
 * What a folded group holds: what is chosen and filled in; where that is nothing, what could be. Secrets and long
 * texts are named, never shown.
 *
 * @param stored the credentials that are stored already
 */
export function summaryOf(
  fields: Field[],
  values: FormValues,
  stored: StoredSecrets,
  t: Words
): string {
  const shown = fields.filter((field) => applies(field, values.config))
  const gate = shown.find(({ kind, name }) => kind === 'boolean' && decides(name, fields))
  if (gate && !valueAt(values.config, gate.name)) return t.off
  const told = shown.flatMap((field) => (field === gate ? t.on : wordsOf(field, values, stored, t)))
  return told.length > 0 ? told.join(' · ') : listed(shown)
}

/** Whether a switch decides about all others of its group. */
function decides(name: string, fields: Field[]) {
  return fields.every((field) => field.name === name || field.when?.field === name)
}

function wordsOf(field: Field, values: FormValues, stored: StoredSecrets, t: Words): string[] {
  const value = valueAt(values as never, pathOf(field))
  if (field.kind === 'boolean') {
    return value || field.default ? [value ? t.isOn(field.label) : t.isOff(field.label)] : []
  }
  if (field.kind === 'secret' && stored[field.name] && value !== null) return [field.label]
  if (value === undefined || value === null || value === '') return []
  if (field.kind === 'choice') {
    return [field.options.find((option) => option.value === value)?.label ?? String(value)]
  }
  if (field.kind === 'integer') {
    return value === field.default ? [] : [`${field.label}: ${String(value)}`]
  }
  const isShort = field.kind === 'text' && !field.pattern
  return [isShort ? `${field.label}: ${String(value)}` : field.label]
}

function listed(fields: Field[]) {
  return fields.map(({ label }, index) => (index === 0 ? label : sentenceCase(label))).join(', ')
}
