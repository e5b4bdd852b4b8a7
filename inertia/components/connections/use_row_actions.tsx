import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { Connection } from '~/api/types'
import { useToasts } from '~/components/connections/use_toasts'
import { useChangeConnection } from '~/hooks/use_change_connection'
import { useDeleteConnection } from '~/hooks/use_delete_connection'
import { useDuplicateConnection } from '~/hooks/use_duplicate_connection'
import { useRetestConnection } from '~/hooks/use_retest_connection'
import { useConnectModal } from '~/stores/connect_modal'
import { useStrings } from '~/strings/strings_context'

const none: ReadonlySet<string> = new Set()

/** What is done to one connection from its row. The list shows it at once; what is refused comes back, and says why. */
export function useRowActions() {
  const { rollback, duplicated, changed } = useStrings().connections
  const [cameBack, setCameBack] = useState(none)
  const { tell, tellRollback } = useToasts()
  const retest = useRetestConnection()
  const remove = useDeleteConnection()
  const change = useChangeConnection()
  const duplicate = useDuplicateConnection()
  const edit = useConnectModal((modal) => modal.edit)

  const refused =
    ({ id }: Connection, title: string) =>
    (error: Error) => {
      setCameBack(new Set([id]))
      tellRollback(title, error)
    }

  return {
    /** Ids of the rows whose change was refused last. */
    cameBack,
    edit,
    test(connection: Connection) {
      const failed = refused(connection, rollback.tested(connection.name))
      retest.mutateAsync(connection).catch(failed)
    },
    async delete(connection: Connection) {
      setCameBack(none)
      await remove
        .mutateAsync(connection)
        .then(() => true, refused(connection, rollback.deleted(connection.name)))
    },
    setTags(connection: Connection, tags: string[]) {
      setCameBack(none)
      const failed = refused(connection, rollback.tags(connection.name))
      change.mutateAsync({ connection, to: { tags } }).catch(failed)
    },
    flipVisibility(connection: Connection) {
      setCameBack(none)
      const { name } = connection
      const isShared = connection.visibility === 'tenant'
      const failed = refused(connection, isShared ? rollback.hidden(name) : rollback.shared(name))
      const done = () => tell({ message: isShared ? changed.hidden(name) : changed.shared(name) })
      const to = { visibility: isShared ? 'private' : 'tenant' } as const
      change.mutateAsync({ connection, to }).then(done, failed)
    },
    duplicate(connection: Connection) {
      const failed = refused(connection, rollback.duplicated(connection.name))
      duplicate.mutateAsync(connection).then(({ data }) => tellCopy(data), failed)
    },
  }

  function tellCopy(copy: Connection) {
    const id = tell({
      title: duplicated.title(copy.name),
      message: <CopyMade onEdit={() => (notifications.hide(id), edit(copy))} />,
      autoClose: 10_000,
    })
  }
}

function CopyMade({ onEdit }: { onEdit: () => void }) {
  const { common, connections } = useStrings()
  return (
    <>
      {connections.duplicated.text}{' '}
      <Button size="compact-sm" variant="subtle" onClick={onEdit}>
        {common.edit}
      </Button>
    </>
  )
}
