import { useEffect, useState } from 'react'
import { useForm, type UseFormReturn } from 'react-hook-form'
import { ApiError, type Problem } from '~/api/client'
import type { Connection, EngineDescription, Field } from '~/api/types'
import {
  fieldsOf,
  findField,
  type FormValues,
  initialValues,
  pathOf,
  suggestName,
} from '~/components/connect/form_values'

export type Group = Field['group']

/** In how many frames a group that opens shows what is in it. */
const FRAMES = 10

/** The form's values, its marks, and which of its groups are open. */
export function useConnectionForm(engine: EngineDescription, editing: Connection | null) {
  const form = useForm<FormValues>({
    defaultValues: initialValues(engine, editing),
    mode: 'onTouched',
    // Ours opens the group first.
    shouldFocusError: false,
  })
  const [open, setOpen] = useState<ReadonlySet<Group>>(new Set(['basics']))

  useSuggestedName(form, editing === null)

  function toggle(group: Group) {
    setOpen((groups) => {
      const next = new Set(groups)
      if (!next.delete(group)) next.add(group)
      return next
    })
  }

  /** Opens the group that a field is in, and puts the cursor there. */
  function focus(named: string): boolean {
    const field = findField(engine, named)
    const path = field ? pathOf(field) : named === 'name' || named === 'tags' ? named : null
    if (!path) return false
    if (field) setOpen((groups) => new Set([...groups, field.group]))
    focusSoon(form, path)
    return true
  }

  /** Marks a field with what is wrong, and goes there. */
  function mark(named: string | null | undefined, message: string): boolean {
    const field = findField(engine, named)
    const path = field ? pathOf(field) : named === 'name' || named === 'tags' ? named : null
    if (!path) return false
    form.setError(path, { type: 'server', message })
    return focus(path)
  }

  /** Marks every field that a refusal names; returns the first problem that names none. Throws what is no refusal. */
  function markAll(error: unknown): Problem | null {
    if (!(error instanceof ApiError)) throw error
    const rest = [...error.problems].reverse().filter(({ field, message }) => !mark(field, message))
    return rest.at(-1) ?? null
  }

  /** Goes to the first field that is marked. */
  function reveal() {
    const paths = [...fieldsOf(engine).map(pathOf), 'name', 'tags'] as const
    const first = paths.find((path) => form.getFieldState(path as never).invalid)
    if (first) focus(first)
  }

  return { form, open, toggle, focus, mark, markAll, reveal }
}

export type ConnectionFormState = ReturnType<typeof useConnectionForm>

function focusSoon(form: UseFormReturn<FormValues>, path: string, frames = FRAMES) {
  requestAnimationFrame(() => {
    form.setFocus(path as never)
    const isThere = document.activeElement?.getAttribute('name') === path
    if (!isThere && frames > 0) focusSoon(form, path, frames - 1)
  })
}

/** Until somebody names the connection, its name follows the host and the database. */
function useSuggestedName(form: UseFormReturn<FormValues>, isNew: boolean) {
  useEffect(() => {
    if (!isNew) return
    const { unsubscribe } = form.watch((values, { name }) => {
      if (!name?.startsWith('config') || form.getFieldState('name').isDirty) return
      form.resetField('name', { defaultValue: suggestName(values as FormValues) })
    }) as { unsubscribe: () => void }
    return unsubscribe
  }, [form, isNew])
}
