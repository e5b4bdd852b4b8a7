import { useEffect, useRef, useState } from 'react'
import { FormProvider, useFormState, useWatch } from 'react-hook-form'
import type { Connection, EngineDescription, ReadUrl } from '~/api/types'
import { AskFirst } from '~/components/connect/ask_first'
import { FieldGroup, FoldedGroup } from '~/components/connect/field_group'
import { fieldsOf, toInput } from '~/components/connect/form_values'
import { FormFooter } from '~/components/connect/form_footer'
import { GrantsButton } from '~/components/connect/grants_offer'
import type { Remedy } from '~/components/connect/remedies'
import { SaveAs } from '~/components/connect/save_as'
import { TestPanel } from '~/components/connect/test_panel'
import { useConnectionForm } from '~/components/connect/use_connection_form'
import { useUrlPaste } from '~/components/connect/use_url_paste'
import type { EditedConnection } from '~/hooks/use_edited_connection'
import { useConnectionTest } from '~/hooks/use_connection_test'
import { useRetestConnection } from '~/hooks/use_retest_connection'
import { useSaveConnection } from '~/hooks/use_save_connection'
import { useUser } from '~/hooks/use_user'
import { useConnectModal } from '~/stores/connect_modal'
import classes from './connection_form.module.css'

interface Props {
  engine: EngineDescription
  /** What is changed; null for a new connection. */
  edited: EditedConnection | null
  /** A connection string that was pasted before there was a form. */
  pasted: ReadUrl | null
  onBack?: () => void
  /** Goes to another engine's form with what was pasted here. */
  onOtherEngine?: (answer: ReadUrl) => void
  onDirty: (isDirty: boolean) => void
}

const foldedGroups = [
  { group: 'security', label: 'Security' },
  { group: 'tunnel', label: 'SSH tunnel' },
  { group: 'advanced', label: 'Advanced' },
] as const

/** How to reach one database, made from its engine's own description; tested beside it, then saved. */
export function ConnectionForm({ engine, edited, pasted, onBack, onOtherEngine, onDirty }: Props) {
  const editing = edited?.connection ?? null
  const { form, open, toggle, mark, markAll } = useConnectionForm(engine, editing)
  const { state, start, cancel } = useConnectionTest()
  const save = useSaveConnection(edited)
  /** What passed here is unknown to the saved connection until it is tested itself. */
  const retest = useRetestConnection()
  const { onSaved, close } = useConnectModal()
  const { user } = useUser()
  const [tested, setTested] = useState('')
  const [isAsking, setAsking] = useState(false)
  const onPaste = useUrlPaste({ engine, form, pasted, onOtherEngine })
  const element = useRef<HTMLFormElement>(null)
  const { isDirty } = useFormState({ control: form.control })
  const input = toInput(engine, useWatch({ control: form.control }) as never)
  const wanted = JSON.stringify([input.config, input.credentials])
  const isCurrent = wanted === tested
  const hasPassed = state.phase === 'done' && state.result.success && isCurrent

  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  useEffect(() => element.current?.querySelector('input')?.focus(), [])

  const test = form.handleSubmit(async (values) => {
    const { type, config, credentials } = toInput(engine, values)
    setTested(JSON.stringify([config, credentials]))
    const result = await start({ type, config, credentials, connectionId: editing?.id })
    if (result && !result.success) mark(result.field, result.error ?? result.message)
  })

  const remedy = ({ path, value }: Remedy) => {
    form.setValue(path, value, { shouldDirty: true })
    form.clearErrors()
    void test()
  }

  const store = form.handleSubmit(async (values) => {
    setAsking(false)
    try {
      const { data } = await save.mutateAsync(toInput(engine, values))
      onDirty(false)
      close()
      onSaved?.(data)
      if (hasPassed) retest.mutate(data)
    } catch (error) {
      markAll(error)
    }
  })

  const saveOrAsk = () => (hasPassed || isUntouched(editing, isDirty) ? store() : ask())
  const ask = form.handleSubmit(() => setAsking(true))
  const groupOf = (group: string) => fieldsOf(engine).filter((field) => field.group === group)
  const stored = editing ? storedNames(editing) : {}

  return (
    <FormProvider {...form}>
      <form
        ref={element}
        className={classes.form}
        noValidate
        onPaste={(event) => void onPaste(event)}
        onSubmit={(event) => {
          event.preventDefault()
          void (hasPassed ? store() : test())
        }}
      >
        <div className={classes.columns}>
          <div className={classes.fields}>
            <p className={classes.tip}>
              Have a connection string? Paste it into any field and the form fills itself.
            </p>
            <FieldGroup fields={groupOf('basics')} stored={stored} />
            <div className={classes.script}>
              <GrantsButton engine={engine} config={input.config} />
            </div>
            <div className={classes.groups}>
              {foldedGroups.map(
                ({ group, label }) =>
                  groupOf(group).length > 0 && (
                    <FoldedGroup
                      key={group}
                      label={label}
                      fields={groupOf(group)}
                      stored={stored}
                      isOpen={open.has(group)}
                      onToggle={() => toggle(group)}
                    />
                  )
              )}
            </div>
            <SaveAs mayShare={editing === null || editing.ownerId === user?.id} />
          </div>
          <TestPanel
            engine={engine}
            state={state}
            isCurrent={isCurrent}
            config={input.config}
            onCancel={cancel}
            onRemedy={remedy}
          />
        </div>
        <FormFooter
          isTesting={state.phase === 'running'}
          isSaving={save.isPending}
          hasPassed={hasPassed}
          onBack={onBack}
          onTest={() => void test()}
          onSave={() => void saveOrAsk()}
        />
      </form>
      <AskFirst
        opened={isAsking}
        title="Save without a passed test?"
        confirm="Save anyway"
        cancel="Go back"
        onCancel={() => setAsking(false)}
        onConfirm={() => void store()}
      >
        This connection has not been tested the way it is now. You can test it later from the list.
      </AskFirst>
    </FormProvider>
  )
}

/** Saving what is stored already needs no test. */
function isUntouched(editing: Connection | null, isDirty: boolean) {
  return editing !== null && !isDirty
}

/** `{ passwordSet: true }` as `{ password: true }`. */
function storedNames({ credentials }: Connection) {
  return Object.fromEntries(
    Object.entries(credentials).map(([flag, isSet]) => [flag.replace(/Set$/, ''), isSet])
  )
}
