import { useEffect, useRef, useState } from 'react'
import { FormProvider, useFormState, useWatch } from 'react-hook-form'
import type { EngineDescription, ReadUrl } from '~/api/types'
import { AskFirst } from '~/components/connect/ask_first'
import { ConnectionFields } from '~/components/connect/connection_fields'
import { FormFooter } from '~/components/connect/form_footer'
import type { Notice } from '~/components/connect/form_notice'
import type { FormValues } from '~/components/connect/form_values'
import { storedSecrets } from '~/components/connect/stored_secrets'
import { TestPanel } from '~/components/connect/test_panel'
import { useConnectionForm } from '~/components/connect/use_connection_form'
import { useDraft } from '~/components/connect/use_draft'
import { useSavedForm } from '~/components/connect/use_saved_form'
import { useTestedForm } from '~/components/connect/use_tested_form'
import { useUrlPaste } from '~/components/connect/use_url_paste'
import type { EditedConnection } from '~/hooks/use_edited_connection'
import { useStrings } from '~/strings/strings_context'
import classes from './connection_form.module.css'

interface Props {
  engine: EngineDescription
  /** What is changed; null for a new connection. */
  edited: EditedConnection | null
  /** Under which what is entered is kept until it is saved. */
  draftId: string
  /** A connection string that was pasted before there was a form. */
  pasted: ReadUrl | null
  onBack?: () => void
  /** Goes to another engine's form with what was pasted here. */
  onOtherEngine?: (answer: ReadUrl) => void
  /** Reads anew what is changed. */
  onReload: () => void
}

/** How to reach one database, made from its engine's own description; tested beside it, then saved. */
export function ConnectionForm({ engine, edited, draftId, pasted, ...props }: Props) {
  const t = useStrings().connect
  const editing = edited?.connection ?? null
  const state = useConnectionForm(engine, editing)
  const { form, open, toggle } = state
  const [notice, setNotice] = useState<Notice | null>(null)
  const [isAsking, setAsking] = useState(false)
  const element = useRef<HTMLFormElement>(null)
  const { isDirty } = useFormState({ control: form.control })
  const values = useWatch({ control: form.control }) as FormValues
  const tested = useTestedForm(engine, editing, state)
  const { hasPassed } = tested
  const saved = useSavedForm({
    ...state,
    draftId,
    engine,
    edited,
    hasPassed,
    onNotice: setNotice,
    onReload: props.onReload,
  })

  useEffect(() => {
    const first = element.current?.querySelector('input')
    // Also where the modal opens with the form, and gives the focus away a moment later.
    first?.setAttribute('data-autofocus', '')
    first?.focus()
  }, [])
  useDraft({ ...state, id: draftId, engine, editing, onNotice: setNotice })
  const { onOtherEngine } = props
  const onPaste = useUrlPaste({ ...state, engine, pasted, onOtherEngine, onNotice: setNotice })

  const test = () => {
    setNotice(null)
    void tested.test()
  }

  /** Saving what is stored already needs no test. */
  const isUntouched = editing !== null && !isDirty
  const ask = form.handleSubmit(() => setAsking(true), state.reveal)
  const saveOrAsk = () => void (hasPassed || isUntouched ? saved.store() : ask())

  return (
    <FormProvider {...form}>
      <form
        ref={element}
        className={classes.form}
        noValidate
        onPaste={(event) => void onPaste(event)}
        onSubmit={(event) => {
          event.preventDefault()
          if (hasPassed) void saved.store()
          else test()
        }}
      >
        <div className={classes.columns}>
          <ConnectionFields
            {...{ engine, editing, open }}
            config={values.config}
            stored={storedSecrets(engine, editing, values)}
            onToggle={toggle}
          />
          <TestPanel
            engine={engine}
            {...tested}
            onTest={test}
            onCancel={tested.cancel}
            onRemedy={tested.remedy}
          />
        </div>
        <FormFooter
          test={tested.state}
          hasPassed={hasPassed}
          isSaving={saved.isSaving}
          notice={notice}
          onDismiss={() => setNotice(null)}
          onBack={props.onBack}
          onTest={test}
          onSave={saveOrAsk}
        />
      </form>
      <AskFirst
        opened={isAsking}
        title={t.untested.title}
        confirm={t.untested.confirm}
        cancel={t.untested.cancel}
        onCancel={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          void saved.store()
        }}
      >
        {t.untested.words}
      </AskFirst>
    </FormProvider>
  )
}
