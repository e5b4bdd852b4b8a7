import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ClipboardEvent } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import type { BuiltEngine } from '~/api/types'
import { readConnectionUrl } from '~/components/connect/connection_url'
import type { FormValues } from '~/components/connect/form_values'

/** Fills the form from a database URL pasted anywhere in it, tells what was understood, and can take it back. */
export function useUrlPaste(engine: BuiltEngine, form: UseFormReturn<FormValues>) {
  return (event: ClipboardEvent) => {
    const understood = readConnectionUrl(event.clipboardData.getData('text'), engine)
    if (!understood) return
    event.preventDefault()
    const before = form.getValues()
    const kept = structuredClone(before)
    for (const { path, value } of understood) {
      form.setValue(path, value as never, { shouldDirty: true, shouldValidate: true })
    }
    const id = notifications.show({
      title: 'Filled from the URL',
      message: (
        <>
          {listed(understood.map(({ label }) => label))}{' '}
          <Button size="compact-xs" variant="subtle" onClick={() => undo(kept, id)}>
            Undo
          </Button>
        </>
      ),
      autoClose: 8000,
    })
  }

  function undo(values: FormValues, id: string) {
    form.reset(values, { keepDefaultValues: true })
    notifications.hide(id)
  }
}

function listed(labels: string[]) {
  return labels.length < 2
    ? labels.join()
    : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}.`
}
