import { Button, Group, Modal, Progress, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { Connection } from '~/api/types'
import { type BulkDelete, useBulkDelete } from '~/hooks/use_bulk_delete'
import { useStrings } from '~/strings/strings_context'
import classes from './delete_connections.module.css'

interface Props {
  /** Null while nothing is to be deleted. */
  connections: Connection[] | null
  onClose: () => void
  /** Told once for each run, however it ended. */
  onDeleted: (ids: string[]) => void
}

/** Names what goes, asks, tells how far it is, and in the end which ones are still there, and why. */
export function DeleteConnections({ connections, onClose, onDeleted }: Props) {
  const { deletingMany: words } = useStrings().connections
  const { state, run, reset } = useBulkDelete()
  const last = useRef<Connection[]>([])
  if (connections) last.current = connections
  const doomed = connections ?? last.current
  const hasEnded = state !== null && !state.isRunning

  function leave() {
    if (state?.isRunning) return state.stop()
    onClose()
    reset()
  }

  async function confirm(some: Connection[]) {
    if ((await run(some)) === 0) onClose()
  }

  useEffect(() => {
    if (!hasEnded || !state) return
    onDeleted(state.deleted)
    if (state.remaining.length === 0) reset()
  }, [hasEnded])

  return (
    <Modal
      opened={connections !== null}
      onClose={leave}
      size="lg"
      title={
        hasEnded && state.remaining.length > 0
          ? words.remaining(state.remaining.length)
          : words.title(doomed.length)
      }
    >
      {!state && <Asking doomed={doomed} onKeep={leave} onConfirm={() => void confirm(doomed)} />}
      {state?.isRunning && <Running state={state} />}
      {hasEnded && state.remaining.length > 0 && (
        <Remaining
          state={state}
          onClose={leave}
          onAgain={() => void confirm(state.remaining.map(({ connection }) => connection))}
        />
      )}
    </Modal>
  )
}

/** Names that are told one by one. */
const NAMED = 50

interface AskingProps {
  doomed: Connection[]
  onKeep: () => void
  onConfirm: () => void
}

function Asking({ doomed, onKeep, onConfirm }: AskingProps) {
  const { deletingMany: words } = useStrings().connections
  const more = doomed.length - NAMED
  return (
    <>
      <Text>{words.what}</Text>
      <ul className={classes.names} tabIndex={0} aria-label={words.title(doomed.length)}>
        {doomed.slice(0, NAMED).map(({ id, name }) => (
          <li key={id} className={classes.item}>
            <span className={classes.name}>{name}</span>
          </li>
        ))}
        {more > 0 && <li className={classes.more}>{words.more(more)}</li>}
      </ul>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onKeep} data-autofocus>
          {words.keep}
        </Button>
        <Button color="red.9" onClick={onConfirm}>
          {words.confirm(doomed.length)}
        </Button>
      </Group>
    </>
  )
}

function Running({ state: { deleted, total, stop } }: { state: BulkDelete }) {
  const { deletingMany: words } = useStrings().connections
  const progress = words.progress(deleted.length, total)
  return (
    <>
      <Text role="status">{progress}</Text>
      <Progress
        className={classes.progress}
        value={(deleted.length / total) * 100}
        aria-label={progress}
      />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={stop} data-autofocus>
          {words.stop}
        </Button>
      </Group>
    </>
  )
}

interface RemainingProps {
  state: BulkDelete
  onClose: () => void
  onAgain: () => void
}

function Remaining({ state, onClose, onAgain }: RemainingProps) {
  const { deletingMany: words } = useStrings().connections
  const { remaining, deleted, wasStopped } = state
  const unreached = wasStopped ? words.stopped : words.notReached
  return (
    <div role="alert">
      <Text>{words.deletedBefore(deleted.length)}</Text>
      <ul className={classes.names} tabIndex={0} aria-label={words.remaining(remaining.length)}>
        {remaining.slice(0, NAMED).map(({ connection: { id, name }, reason }) => (
          <li key={id} className={classes.item}>
            <span className={classes.name}>{name}</span>
            <span className={classes.reason}>{reason ?? unreached}</span>
          </li>
        ))}
        {remaining.length > NAMED && (
          <li className={classes.more}>{words.more(remaining.length - NAMED)}</li>
        )}
      </ul>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {words.close}
        </Button>
        <Button color="red.9" onClick={onAgain}>
          {words.again}
        </Button>
      </Group>
    </div>
  )
}
