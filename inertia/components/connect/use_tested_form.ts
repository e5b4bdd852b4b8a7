import { useState } from 'react'
import { useWatch } from 'react-hook-form'
import type { Connection, ConnectionInput, EngineDescription } from '~/api/types'
import { type FormValues, toInput } from '~/components/connect/form_values'
import type { Remedy } from '~/components/connect/remedies'
import type { ConnectionFormState } from '~/components/connect/use_connection_form'
import { useConnectionTest } from '~/hooks/use_connection_test'

/** The test of what a form holds: whether it has passed, and whether the form still says what was tested. */
export function useTestedForm(
  engine: EngineDescription,
  editing: Connection | null,
  { form, mark, markAll, reveal }: ConnectionFormState
) {
  const { state, start, cancel } = useConnectionTest()
  const [tested, setTested] = useState<ConnectionInput | null>(null)
  const values = useWatch({ control: form.control }) as FormValues
  const input = toInput(engine, values)
  const isCurrent = tested !== null && targetOf(tested) === targetOf(input)
  const hasPassed = state.phase === 'done' && state.result.success && isCurrent

  async function run() {
    const wanted = toInput(engine, form.getValues())
    if (state.phase === 'running' && tested && targetOf(tested) === targetOf(wanted)) return
    setTested(wanted)
    const { type, config, credentials } = wanted
    const end = await start({ type, config, credentials, connectionId: editing?.id })
    if (end?.phase === 'refused') markAll(end.error)
    if (end?.phase !== 'done' || end.result.success) return
    mark(end.result.field, end.result.error ?? end.result.message)
  }

  /** How it is called is no matter of the test. */
  const test = form.handleSubmit(run, async ({ config, credentials }) => {
    form.clearErrors(['name', 'tags'])
    if (config || credentials) reveal()
    else await run()
  })

  const remedy = ({ path, value }: Remedy) => {
    form.setValue(path, value as never, { shouldDirty: true })
    form.clearErrors()
    void test()
  }

  const config = tested && state.phase !== 'idle' ? tested.config : input.config
  return { state, isCurrent, hasPassed, config, test, cancel, remedy }
}

function targetOf({ config, credentials }: ConnectionInput) {
  return JSON.stringify([config, credentials])
}
