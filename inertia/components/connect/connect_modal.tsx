import { Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { EngineDescription, ReadUrl } from '~/api/types'
import { Boundary } from '~/components/boundary'
import { Broken } from '~/components/broken'
import { EnginePicker } from '~/components/connect/engine_picker'
import { FormWaiting } from '~/components/connect/form_waiting'
import { hideKept } from '~/components/connect/kept_toast'
import { newDraftId } from '~/components/connect/new_draft_id'
import { useLeaving } from '~/components/connect/use_leaving'
import { EngineIcon } from '~/components/engine_icon'
import { Failure } from '~/components/failure'
import { useEditedConnection } from '~/hooks/use_edited_connection'
import { useEngines } from '~/hooks/use_engines'
import { useConnectModal } from '~/stores/connect_modal'
import { type ConnectionDraft, useConnectionDrafts } from '~/stores/connection_drafts'
import { useStrings } from '~/strings/strings_context'
import '~/strings/told/connect'
import classes from './connect_modal.module.css'

/** On its way while somebody chooses an engine. */
const loadForm = () => import('~/components/connect/connection_form')
const ConnectionForm = lazy(() => loadForm().then((file) => ({ default: file.ConnectionForm })))

/** What was chosen of the first step. */
interface Begun {
  /** The engine's name. */
  type: string
  draftId: string
  /** The connection string that chose it. */
  pasted: ReadUrl | null
}

/** Picks an engine, then asks how to reach the database; for an existing connection, goes straight to its form. */
export default function ConnectModal() {
  const t = useStrings().connect
  const { opened, editing, draftId, escapeHolds } = useConnectModal()
  const isNarrow = useMediaQuery('(max-width: 48em)')
  const engines = useEngines()
  const edited = useEditedConnection(opened && editing ? editing.id : null)
  const [begun, setBegun] = useState<Begun | null>(null)
  const formId = editing?.id ?? begun?.draftId ?? null
  const leave = useLeaving(formId)

  useEffect(() => void loadForm().catch(() => {}), [])
  useEffect(() => {
    const draft = useConnectionDrafts.getState().drafts.find(({ id }) => id === draftId)
    if (!opened) return
    setBegun(draft ? goingOn(draft) : null)
    hideKept()
  }, [opened, editing, draftId])

  const engine = engineOf(engines.data, editing?.type ?? begun?.type)
  const error = engines.error ?? edited.error
  const begin = (type: string, pasted: ReadUrl | null = null) =>
    setBegun({ type, pasted, draftId: newDraftId() })

  return (
    <Modal
      opened={opened}
      onClose={leave}
      closeOnEscape={escapeHolds === 0}
      size={engine ? 920 : 680}
      fullScreen={isNarrow}
      padding={0}
      title={<Title engine={engine} name={editing?.name} />}
      classNames={{
        header: classes.header,
        title: classes.title,
        content: classes.content,
        body: classes.body,
      }}
    >
      {error && (
        <div className={classes.padded}>
          <Failure
            title={t.notPrepared}
            error={error}
            onRetry={() => void (engines.error ? engines.refetch() : edited.refetch())}
          />
        </div>
      )}
      {!error && (engines.isPending || (editing && edited.isPending)) && <FormWaiting />}
      {engines.data && !engine && !editing && (
        <EnginePicker
          engines={engines.data}
          onChoose={({ name }) => begin(name)}
          onPaste={(answer) => begin(answer.type, answer)}
          onGoOn={(draft) => setBegun(goingOn(draft))}
        />
      )}
      {engine && formId && (!editing || edited.data) && (
        <Boundary key={formId} fallback={<Broken what="part" />}>
          <Suspense fallback={<FormWaiting />}>
            <ConnectionForm
              // A draft is put on top of what was read; of what is read anew, once more.
              key={`${formId}:${edited.data?.etag}`}
              engine={engine}
              edited={edited.data ?? null}
              draftId={formId}
              pasted={begun?.pasted ?? null}
              onBack={editing ? undefined : () => setBegun(null)}
              onOtherEngine={editing ? undefined : (answer) => begin(answer.type, answer)}
              onReload={() => void edited.refetch()}
            />
          </Suspense>
        </Boundary>
      )}
    </Modal>
  )
}

function goingOn({ type, id }: ConnectionDraft): Begun {
  return { type, draftId: id, pasted: null }
}

function engineOf(engines: EngineDescription[] | undefined, type: string | undefined) {
  return engines?.find(({ name }) => name === type) ?? null
}

function Title({ engine, name }: { engine: EngineDescription | null; name: string | undefined }) {
  const t = useStrings().connect
  if (!engine) return name ? t.titleOfEdit(name) : t.title
  return (
    <span className={classes.named}>
      <EngineIcon type={engine.name} size={24} />
      <span className={classes.name}>{name ? t.titleOfEdit(name) : t.titleOf(engine.label)}</span>
    </span>
  )
}
