import { useEffect, useRef } from 'react'
import type { EngineDescription, Field, ReadUrl } from '~/api/types'
import type { Notice } from '~/components/connect/form_notice'
import {
  applies,
  fieldsOf,
  type FieldPath,
  type FormValues,
  pathOf,
  valueAt,
} from '~/components/connect/form_values'
import type { ConnectionFormState } from '~/components/connect/use_connection_form'
import { useEngines } from '~/hooks/use_engines'
import { useReadUrl } from '~/hooks/use_read_url'
import { type Strings, useStrings } from '~/strings/strings_context'

interface Options extends Pick<ConnectionFormState, 'form' | 'focus'> {
  engine: EngineDescription
  /** What was pasted before there was a form. */
  pasted: ReadUrl | null
  /** Goes to another engine's form; absent where the engine stays what it is. */
  onOtherEngine?: (answer: ReadUrl) => void
  onNotice: (notice: Notice) => void
}

/** Fills the form from a connection string pasted anywhere in it, tells what was understood, and can take it back. */
export function useUrlPaste({ engine, form, focus, pasted, onOtherEngine, onNotice }: Options) {
  const { connect: t } = useStrings()
  const { data: engines } = useEngines()

  const fill = (answer: ReadUrl) => {
    const before = structuredClone(form.getValues())
    const { told, paths } = fillIn(form, engine, answer)
    const undo = () => {
      for (const path of paths) set(form, path, valueAt(before as never, path))
    }
    onNotice({
      tone: 'told',
      title: t.pasted.filled,
      words: wordsOf(engine, told, answer, t),
      action: { label: t.pasted.undo, run: undo },
    })
    const next = nextField(engine, form.getValues(), answer)
    if (next) focus(next)
  }

  const offer = (answer: ReadUrl) => {
    const label = engines?.find(({ name }) => name === answer.type)?.label ?? answer.type
    onNotice({
      tone: 'told',
      title: t.pasted.otherEngine(label),
      words: t.pasted.doesNotFit(engine.label),
      action: onOtherEngine && { label: t.pasted.use(label), run: () => onOtherEngine(answer) },
    })
  }

  const latest = useRef(fill)
  useEffect(() => {
    latest.current = fill
  })
  const first = useRef(pasted)
  useEffect(() => {
    if (first.current) latest.current(first.current)
    first.current = null
  }, [])

  const read = (answer: ReadUrl) => (answer.type === engine.name ? fill(answer) : offer(answer))
  return useReadUrl(engine.name, read, ({ message, hint }) =>
    onNotice({ tone: 'failed', title: message, words: hint ?? undefined })
  )
}

function set(form: ConnectionFormState['form'], path: FieldPath, value: unknown) {
  form.setValue(path, value as never, { shouldDirty: true, shouldValidate: value !== '' })
}

/** The fields that were filled in. Of fields that stand in for each other, the others are emptied. */
function fillIn(form: ConnectionFormState['form'], engine: EngineDescription, answer: ReadUrl) {
  const told: Field[] = []
  const paths: FieldPath[] = []
  for (const field of fieldsOf(engine)) {
    const value = valueIn(field, answer)
    const group = engine.oneOf.find((names) => names.includes(field.name))
    const isOther = group?.some((name) => valueAt(answer.config, name) !== undefined)
    if (value === undefined && !isOther) continue
    set(form, pathOf(field), value ?? '')
    paths.push(pathOf(field))
    if (value !== undefined) told.push(field)
  }
  return { told, paths }
}

function valueIn(field: Field, { config, credentials }: ReadUrl): unknown {
  return field.kind === 'secret' ? credentials[field.name] : valueAt(config, field.name)
}

/** What a person has to add: what is required and was not told, or else the password. */
function nextField(engine: EngineDescription, { config }: FormValues, answer: ReadUrl) {
  const [missing] = answer.missing
  if (missing) return missing
  const password = engine.credentials.find(
    (field) => field.group === 'basics' && applies(field, config)
  )
  return password && answer.credentials[password.name] === undefined ? password.name : null
}

function wordsOf(
  engine: EngineDescription,
  told: Field[],
  answer: ReadUrl,
  { fields: { list }, pasted: t }: Strings['connect']
): string {
  const missing = engine.config.filter(({ name }) => answer.missing.includes(name))
  return [
    `${list(told.map(({ label }) => label))}.`,
    missing.length > 0 && t.stillNeeded(list(missing.map(({ label }) => label))),
    answer.ignored.length > 0 && t.notUsed(list(answer.ignored)),
    ...answer.remarks,
  ]
    .filter(Boolean)
    .join(' ')
}
