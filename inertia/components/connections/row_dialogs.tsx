import { lazy } from 'react'
import type { useRowDialogs } from '~/components/connections/use_row_dialogs'
import { OnFirstUse } from '~/components/on_first_use'

const DeleteConnection = lazy(() =>
  import('~/components/connections/delete_connection').then((file) => ({
    default: file.DeleteConnection,
  }))
)
const EditTags = lazy(() =>
  import('~/components/connections/edit_tags').then((file) => ({ default: file.EditTags }))
)

/** The questions that a row's menu leads to; their code comes with the first of each. */
export function RowDialogs(dialogs: ReturnType<typeof useRowDialogs>) {
  return (
    <>
      <OnFirstUse when={dialogs.doomed !== null}>
        <DeleteConnection
          connection={dialogs.doomed}
          onClose={dialogs.close}
          onConfirm={dialogs.confirmDelete}
        />
      </OnFirstUse>
      <OnFirstUse when={dialogs.tagged !== null}>
        <EditTags
          connection={dialogs.tagged}
          known={dialogs.knownTags}
          onClose={dialogs.close}
          onSave={dialogs.saveTags}
        />
      </OnFirstUse>
    </>
  )
}
