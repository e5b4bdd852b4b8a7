import { type RefObject, useState } from 'react'
import type { Connection } from '~/api/types'
import type { RowAction } from '~/components/connections/row_menu'
import { isSelected } from '~/components/connections/selection'
import type { useConnectionList } from '~/components/connections/use_connection_list'
import type { useRowActions } from '~/components/connections/use_row_actions'
import type { Rows } from '~/hooks/use_connection_rows'

interface Parts {
  list: ReturnType<typeof useConnectionList>
  actions: ReturnType<typeof useRowActions>
  box: RefObject<HTMLElement | null>
}

/** What a row's menu does, at once or after a question. */
export function useRowDialogs({ list, actions, box }: Parts) {
  const [doomed, setDoomed] = useState<Connection | null>(null)
  const [tagged, setTagged] = useState<Connection | null>(null)

  const run: Record<RowAction, (connection: Connection) => void> = {
    test: actions.test,
    edit: actions.edit,
    tags: setTagged,
    duplicate: actions.duplicate,
    visibility: actions.flipVisibility,
    delete: setDoomed,
    select(connection) {
      const index = list.rows.findIndex((row) => row?.id === connection.id)
      list.select(index, !isSelected(list.selection, connection.id), false)
    },
  }

  return {
    doomed,
    tagged,
    /** Tags of the rows that were read. */
    knownTags: tagged ? tagsIn(list.rows) : [],
    act: (action: RowAction, connection: Connection) => run[action](connection),
    editTags: setTagged,
    close() {
      setDoomed(null)
      setTagged(null)
    },
    saveTags(connection: Connection, tags: string[]) {
      setTagged(null)
      actions.setTags(connection, tags)
    },
    confirmDelete(connection: Connection) {
      const index = list.rows.findIndex((row) => row?.id === connection.id)
      setDoomed(null)
      list.drop([connection.id])
      actions.delete(connection)
      focusNext(box, index)
    },
  }
}

function tagsIn(rows: Rows): string[] {
  return [...new Set(rows.flatMap((row) => row?.tags ?? []))].sort()
}

/** The row that takes the place of one that is gone gets the focus, or the search, when none does. */
function focusNext(box: RefObject<HTMLElement | null>, index: number) {
  const focus = (framesLeft: number) => {
    const { activeElement, body } = document
    if (activeElement !== body && framesLeft < 60 && !activeElement?.closest('[role=dialog]'))
      return
    const link = (at: number) =>
      box.current?.querySelector<HTMLElement>(`[data-index="${at}"] [data-row-link]`)
    const next = link(index) ?? link(index - 1) ?? box.current?.querySelector<HTMLElement>('input')
    if (activeElement === body) next?.focus({ preventScroll: true })
    if (framesLeft > 0) requestAnimationFrame(() => focus(framesLeft - 1))
  }
  requestAnimationFrame(() => focus(60))
}
