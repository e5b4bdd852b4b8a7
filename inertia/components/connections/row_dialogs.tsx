import { DeleteConnection } from '~/components/connections/delete_connection'
import { EditTags } from '~/components/connections/edit_tags'
import type { useRowDialogs } from '~/components/connections/use_row_dialogs'

/** The questions that a row's menu leads to. */
export function RowDialogs(dialogs: ReturnType<typeof useRowDialogs>) {
  return (
    <>
      <DeleteConnection
        connection={dialogs.doomed}
        onClose={dialogs.close}
        onConfirm={dialogs.confirmDelete}
      />
      <EditTags
        connection={dialogs.tagged}
        known={dialogs.knownTags}
        onClose={dialogs.close}
        onSave={dialogs.saveTags}
      />
    </>
  )
}
