import { Modal, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import type { EngineDescription, ReadUrl } from '~/api/types'
import { AskFirst } from '~/components/connect/ask_first'
import { ConnectionForm } from '~/components/connect/connection_form'
import { EnginePicker } from '~/components/connect/engine_picker'
import { EngineIcon } from '~/components/engine_icon'
import { Failure } from '~/components/failure'
import { useEditedConnection } from '~/hooks/use_edited_connection'
import { useEngines } from '~/hooks/use_engines'
import { useConnectModal } from '~/stores/connect_modal'
import classes from './connect_modal.module.css'

/** Picks an engine, then asks how to reach the database; for an existing connection, goes straight to its form. */
export default function ConnectModal() {
  const { opened, editing, isAsking: hasQuestion, close } = useConnectModal()
  const isNarrow = useMediaQuery('(max-width: 48em)')
  const engines = useEngines()
  const edited = useEditedConnection(opened && editing ? editing.id : null)
  const [chosen, setChosen] = useState<EngineDescription | null>(null)
  const [pasted, setPasted] = useState<ReadUrl | null>(null)
  const [isAsking, setAsking] = useState(false)
  const isDirty = useRef(false)

  useEffect(() => {
    if (opened) choose(null)
    isDirty.current = false
  }, [opened, editing])

  const engine = editing ? engineOf(engines.data, editing.type) : chosen
  const error = engines.error ?? edited.error

  function choose(next: EngineDescription | null, answer: ReadUrl | null = null) {
    setChosen(next)
    setPasted(answer)
  }

  const chooseFor = (answer: ReadUrl) => {
    const next = engineOf(engines.data, answer.type)
    if (next) choose(next, answer)
  }

  function leave() {
    setAsking(false)
    close()
  }

  return (
    <Modal
      opened={opened}
      onClose={() => (isDirty.current ? setAsking(true) : leave())}
      closeOnEscape={!hasQuestion}
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
            title="The form could not be prepared"
            error={error}
            onRetry={() => void (engines.error ? engines.refetch() : edited.refetch())}
          />
        </div>
      )}
      {!error && (engines.isPending || (editing && edited.isPending)) && <Waiting />}
      {engines.data && !engine && !editing && (
        <EnginePicker engines={engines.data} onChoose={choose} onPaste={chooseFor} />
      )}
      {engine && (!editing || edited.data) && (
        <ConnectionForm
          key={`${engine.name}:${editing?.id}`}
          engine={engine}
          edited={edited.data ?? null}
          pasted={pasted}
          onBack={editing ? undefined : () => choose(null)}
          onOtherEngine={editing ? undefined : chooseFor}
          onDirty={(dirty) => {
            isDirty.current = dirty
          }}
        />
      )}
      <AskFirst
        opened={isAsking}
        title="Leave without saving?"
        confirm="Leave"
        cancel="Keep editing"
        onCancel={() => setAsking(false)}
        onConfirm={leave}
      >
        What you entered here will be lost.
      </AskFirst>
    </Modal>
  )
}

function engineOf(engines: EngineDescription[] | undefined, type: string) {
  return engines?.find(({ name }) => name === type) ?? null
}

function Title({ engine, name }: { engine: EngineDescription | null; name: string | undefined }) {
  if (!engine) return name ? `Edit ${name}` : 'Connect a database'
  return (
    <span className={classes.named}>
      <EngineIcon type={engine.name} size={24} />
      {name ? `Edit ${name}` : `Connect ${engine.label}`}
    </span>
  )
}

function Waiting() {
  return (
    <div className={classes.padded} aria-busy="true">
      <Skeleton height={36} mb="md" />
      <Skeleton height={180} />
    </div>
  )
}
