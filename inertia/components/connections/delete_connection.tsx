import { Button, Group, Modal, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Connection } from '~/api/types'
import { Failure } from '~/components/failure'
import { useDeleteConnection } from '~/hooks/use_delete_connection'

interface Props {
  /** Null while nothing is to be deleted. */
  connection: Connection | null
  onClose: () => void
  onDeleted?: () => void
}

/** Says what goes with a connection, and asks. */
export function DeleteConnection({ connection, onClose, onDeleted }: Props) {
  const remove = useDeleteConnection()

  function close() {
    remove.reset()
    onClose()
  }

  async function confirm(doomed: Connection) {
    await remove.mutateAsync(doomed)
    notifications.show({ message: `${doomed.name} is deleted.` })
    close()
    onDeleted?.()
  }

  return (
    <Modal opened={connection !== null} onClose={close} title="Delete this connection?" size="md">
      {connection && (
        <>
          <Text>
            <strong>{connection.name}</strong> and its stored password will be gone, for everybody
            who uses it. The database itself is not touched.
          </Text>
          {remove.error && <Failure title="The connection was not deleted" error={remove.error} />}
          <Group justify="flex-end" mt="lg" gap="xs">
            <Button variant="default" onClick={close} data-autofocus>
              Keep it
            </Button>
            <Button
              color="red"
              loading={remove.isPending}
              onClick={() => confirm(connection).catch(() => {})}
            >
              Delete
            </Button>
          </Group>
        </>
      )}
    </Modal>
  )
}
