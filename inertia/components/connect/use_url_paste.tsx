import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import type { EngineDescription, Field, ReadUrl } from '~/api/types'
import { fieldsOf, type FormValues, pathOf, valueAt } from '~/components/connect/form_values'
import { useEngines } from '~/hooks/use_engines'
import { useReadUrl } from '~/hooks/use_read_url'
import classes from './use_url_paste.module.css'

interface Options {
  engine: EngineDescription
  form: UseFormReturn<FormValues>
  /** What was pasted before there was a form. */
  pasted: ReadUrl | null
  /** Goes to another engine's form; absent where the engine stays what it is. */
  onOtherEngine?: (answer: ReadUrl) => void
}

/** Fills the form from a connection string pasted anywhere in it, tells what was understood, and can take it back. */
export function useUrlPaste({ engine, form, pasted, onOtherEngine }: Options) {
  const { data: engines } = useEngines()

  const fill = useCallback(
    (answer: ReadUrl) => {
      const kept = structuredClone(form.getValues())
      const told = fillIn(form, engine, answer)
      const undo = () => form.reset(kept, { keepDefaultValues: true })
      tell('Filled from the connection string', wordsOf(engine, told, answer), 'Undo', undo)
    },
    [engine, form]
  )

  const offer = useCallback(
    (answer: ReadUrl) => {
      const label = engines?.find(({ name }) => name === answer.type)?.label ?? answer.type
      const words = `It does not fit ${engine.label}, so nothing was filled in.`
      const go = onOtherEngine && (() => onOtherEngine(answer))
      tell(`This connection string is for ${label}`, words, `Use ${label}`, go)
    },
    [engine, engines, onOtherEngine]
  )

  const first = useRef(pasted)
  useEffect(() => {
    if (first.current) fill(first.current)
    first.current = null
  }, [fill])

  return useReadUrl(engine.name, (answer) =>
    answer.type === engine.name ? fill(answer) : offer(answer)
  )
}

/** The fields that were filled in. Of fields that stand in for each other, the others are emptied. */
function fillIn(form: UseFormReturn<FormValues>, engine: EngineDescription, answer: ReadUrl) {
  const set = (field: Field, value: unknown) =>
    form.setValue(pathOf(field), value as never, { shouldDirty: true, shouldValidate: true })
  const told: Field[] = []
  for (const field of fieldsOf(engine)) {
    const value = valueIn(field, answer)
    const group = engine.oneOf.find((names) => names.includes(field.name))
    if (value !== undefined) {
      set(field, value)
      told.push(field)
    } else if (group?.some((name) => valueAt(answer.config, name) !== undefined)) {
      set(field, '')
    }
  }
  return told
}

function valueIn(field: Field, { config, credentials }: ReadUrl): unknown {
  return field.kind === 'secret' ? credentials[field.name] : valueAt(config, field.name)
}

function wordsOf(engine: EngineDescription, told: Field[], answer: ReadUrl): string {
  const missing = engine.config.filter(({ name }) => answer.missing.includes(name))
  return [
    `${listed(told.map(({ label }) => label))}.`,
    missing.length > 0 && `Still needed: ${listed(missing.map(({ label }) => label))}.`,
    answer.ignored.length > 0 && `Not used: ${listed(answer.ignored)}.`,
    ...answer.remarks,
  ]
    .filter(Boolean)
    .join(' ')
}

function tell(title: string, words: ReactNode, action: string, onAction?: () => void) {
  const id = notifications.show({
    title,
    message: (
      <>
        {words}{' '}
        {onAction && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              notifications.hide(id)
              onAction()
            }}
          >
            {action}
          </Button>
        )}
      </>
    ),
    autoClose: 12_000,
    className: classes.toast,
    // The next thing to press is at the bottom right.
    position: 'bottom-left',
  })
}

function listed(labels: string[]) {
  return labels.length < 2
    ? labels.join()
    : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}`
}
