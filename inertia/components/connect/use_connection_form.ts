import { notifications } from '@mantine/notifications'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { ApiError, type Problem } from '~/api/client'
import type { EngineDescription, Connection, Field } from '~/api/types'
import {
  findField,
  type FormValues,
  initialValues,
  pathOf,
  suggestName,
} from '~/components/connect/form_values'

export type Group = Field['group']

/** The form's values, its marks from the server, and which of its groups are open. */
export function useConnectionForm(engine: EngineDescription, editing: Connection | null) {
  const form = useForm<FormValues>({
    defaultValues: initialValues(engine, editing),
    mode: 'onTouched',
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

  /** Marks a field, opens the group it is in, and puts the cursor there. */
  function mark(named: string | null | undefined, message: string): boolean {
    const field = findField(engine, named)
    const path = field ? pathOf(field) : named === 'name' || named === 'tags' ? named : null
    if (!path) return false
    if (field) setOpen((groups) => new Set([...groups, field.group]))
    form.setError(path, { type: 'server', message })
    requestAnimationFrame(() => form.setFocus(path))
    return true
  }

  /** Marks every field that a refusal names; tells the rest in a toast. */
  function markAll(error: unknown) {
    if (!(error instanceof ApiError)) throw error
    const rest = [...error.problems].reverse().filter(({ field, message }) => !mark(field, message))
    if (rest.length > 0) tell(rest[0] as Problem)
  }

  return { form, open, toggle, mark, markAll }
}

function tell({ message, hint }: Problem) {
  notifications.show({ color: 'red', title: message, message: hint, autoClose: 10_000 })
}

/** Until somebody names the connection, its name follows the host and the database. */
function useSuggestedName(form: ReturnType<typeof useForm<FormValues>>, isNew: boolean) {
  useEffect(() => {
    if (!isNew) return
    const { unsubscribe } = form.watch((values, { name }) => {
      if (!name?.startsWith('config') || form.getFieldState('name').isDirty) return
      form.resetField('name', { defaultValue: suggestName(values as FormValues) })
    }) as { unsubscribe: () => void }
    return unsubscribe
  }, [form, isNew])
}
