import { useEffect, useState } from 'react'
import type { Connection, EngineDescription } from '~/api/types'
import type { Notice } from '~/components/connect/form_notice'
import {
  fieldsOf,
  type FormValues,
  initialValues,
  pathOf,
  suggestName,
  valueAt,
} from '~/components/connect/form_values'
import type { ConnectionFormState } from '~/components/connect/use_connection_form'
import { useUser } from '~/hooks/use_user'
import { type ConnectionDraft, useConnectionDrafts } from '~/stores/connection_drafts'
import { useStrings } from '~/strings/strings_context'

interface Options extends Pick<ConnectionFormState, 'form' | 'focus'> {
  /** Of the draft. */
  id: string
  engine: EngineDescription
  editing: Connection | null
  onNotice: (notice: Notice) => void
}

/** Keeps what is entered as it is entered, and begins with what was kept before. */
export function useDraft({ id, engine, editing, form, focus, onNotice }: Options): void {
  const { connect: t } = useStrings()
  const { user } = useUser()
  const { keep, drop } = useConnectionDrafts()
  const userId = user?.id ?? ''
  const [found] = useState(() => draftOf(id, userId))

  useEffect(() => {
    const { unsubscribe } = form.watch((now) => {
      const values = changesOf(engine, initialValues(engine, editing), now as FormValues)
      if (!form.getFieldState('name').isDirty) delete values.name
      if (Object.keys(values).length === 0) return drop(id)
      const title = form.getValues('name') || suggestName(now as FormValues) || engine.label
      const secrets = Object.keys(values).filter((path) => isSecret(path) && values[path] !== null)
      const isEdit = editing !== null
      keep({ id, userId, type: engine.name, isEdit, title, at: Date.now(), values, secrets })
    }) as { unsubscribe: () => void }
    return unsubscribe
  }, [drop, editing, engine, form, id, keep, userId])

  useEffect(() => {
    if (!found) return
    for (const [path, value] of Object.entries(found.values)) {
      form.setValue(path as never, value as never, { shouldDirty: true })
    }
    const lost = found.secrets.filter((path) => !(path in found.values))
    const labels = fieldsOf(engine)
      .filter((field) => lost.includes(pathOf(field)))
      .map(({ label }) => label)
    onNotice({
      tone: 'told',
      title: editing ? t.drafts.backEdit : t.drafts.back,
      words: labels.length > 0 ? t.drafts.lost(t.fields.list(labels)) : t.drafts.notSaved,
      action: { label: t.drafts.anew, run: startAnew },
    })
    if (lost[0]) focus(lost[0])
    // Once: what was kept is how the form begins.
  }, [])

  function startAnew() {
    form.reset(initialValues(engine, editing))
    drop(id)
    focus(engine.config[0]?.name ?? 'name')
  }
}

function draftOf(id: string, userId: string): ConnectionDraft | null {
  const { drafts } = useConnectionDrafts.getState()
  return drafts.find((draft) => draft.id === id && draft.userId === userId) ?? null
}

/** By path, what is otherwise than at the start. */
function changesOf(engine: EngineDescription, start: FormValues, now: FormValues) {
  const paths = [...fieldsOf(engine).map(pathOf), 'name', 'visibility', 'tags']
  const changes: Record<string, unknown> = {}
  for (const path of paths) {
    const value = valueAt(now as never, path)
    const isSame = JSON.stringify(value) === JSON.stringify(valueAt(start as never, path))
    if (value !== undefined && !isSame) changes[path] = value
  }
  return changes
}

function isSecret(path: string) {
  return path.startsWith('credentials.')
}
