import { lazy, useState } from 'react'
import type { Connection } from '~/api/types'
import { BulkBar } from '~/components/connections/bulk_bar'
import { countSelected } from '~/components/connections/selection'
import type { useConnectionList } from '~/components/connections/use_connection_list'
import { useToasts } from '~/components/connections/use_toasts'
import { useBulkTest } from '~/hooks/use_bulk_test'
import { useSelectedConnections } from '~/hooks/use_selected_connections'
import { OnFirstUse } from '~/components/on_first_use'
import { useStrings } from '~/strings/strings_context'

const DeleteConnections = lazy(() =>
  import('~/components/connections/delete_connections').then((file) => ({
    default: file.DeleteConnections,
  }))
)

/** Tests and deletes what is selected. */
export default function BulkActions({ list }: { list: ReturnType<typeof useConnectionList> }) {
  const { selection: words } = useStrings().connections
  const [doomed, setDoomed] = useState<Connection[] | null>(null)
  const reading = useSelectedConnections(list.filters)
  const test = useBulkTest()
  const { tellRollback } = useToasts()

  function withSelected(act: (connections: Connection[]) => void) {
    reading
      .mutateAsync(list.selection)
      .then(act, (error: Error) => tellRollback(words.unread, error))
  }

  return (
    <>
      <BulkBar
        selected={countSelected(list.selection, list.rows.length)}
        isReading={reading.isPending}
        onTest={() => withSelected((connections) => void test(connections))}
        onDelete={() => withSelected(setDoomed)}
        onClear={list.clear}
        onTestRest={(connections) => void test(connections)}
        onShowFailed={() => list.filter({ status: 'failed', sort: '-lastTestedAt' })}
      />
      <OnFirstUse when={doomed !== null}>
        <DeleteConnections
          connections={doomed}
          onClose={() => setDoomed(null)}
          onDeleted={(ids) => list.drop(ids)}
        />
      </OnFirstUse>
    </>
  )
}
