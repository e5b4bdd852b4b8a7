import { Button, Group, Modal, Text } from '@mantine/core'
import { useRef } from 'react'
import type { Connection } from '~/api/types'
import { useDependents } from '~/hooks/use_dependents'
import { useStrings } from '~/strings/strings_context'

interface Props {
  /** Null while nothing is to be deleted. */
  connection: Connection | null
  onClose: () => void
  onConfirm: (connection: Connection) => void
}

/** Says what goes with a connection, and asks. */
export function DeleteConnection({ connection, onClose, onConfirm }: Props) {
  const { deleting: words } = useStrings().connections
  const dependents = useDependents(connection?.id ?? null)
  const last = useRef(connection)
  if (connection) last.current = connection
  const shown = connection ?? last.current
  const schedule = dependents.data?.data.rotationSchedule
  const datasets = dependents.data?.data.datasets

  return (
    <Modal opened={connection !== null} onClose={onClose} title={words.title} size="md">
      {shown && (
        <>
          <Text>
            {words.what(shown.name)} {words.untouched}
          </Text>
          {schedule && <Text mt="xs">{words.schedule(schedule.everyDays)}</Text>}
          {datasets && datasets.count > 0 && (
            <Text mt="xs">{words.datasets(datasets.count, datasets.names)}</Text>
          )}
          <Group justify="flex-end" mt="lg" gap="xs">
            <Button variant="default" onClick={onClose} data-autofocus>
              {words.keep}
            </Button>
            <Button
              color="red.9"
              // Known before it is too late; where it cannot be found out, it is not held up.
              loading={dependents.isLoading}
              onClick={() => onConfirm(shown)}
            >
              {words.confirm}
            </Button>
          </Group>
        </>
      )}
    </Modal>
  )
}
