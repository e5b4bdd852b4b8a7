import { useCallback, useEffect, useRef, useState } from 'react'
import type { Connection } from '~/api/types'
import {
  everything,
  nothing,
  type Selection,
  withSelected,
  without,
} from '~/components/connections/selection'
import type { Rows } from '~/hooks/use_connection_rows'

/** What is selected in a list. Other filters make it another list, of which nothing is. */
export function useSelection(rows: Rows, filtersKey: string) {
  const [selected, setSelected] = useState({ key: filtersKey, selection: nothing })
  const selection = selected.key === filtersKey ? selected.selection : nothing
  const latest = useRef({ rows, selection, key: filtersKey, anchor: 0 })
  useEffect(() => {
    Object.assign(latest.current, { rows, selection, key: filtersKey })
  })

  const set = useCallback((next: Selection) => {
    setSelected({ key: latest.current.key, selection: next })
  }, [])

  /** With the shift key, all rows from the last one that was changed to this one. */
  const select = useCallback(
    (index: number, isOn: boolean, withShift: boolean) => {
      const { anchor, rows: all, selection: before } = latest.current
      const [from, to] = withShift
        ? [Math.min(anchor, index), Math.max(anchor, index)]
        : [index, index]
      latest.current.anchor = index
      const known = all.slice(from, to + 1).filter((row): row is Connection => row !== undefined)
      set(withSelected(before, known, isOn))
    },
    [set]
  )

  return {
    selection,
    select,
    selectAll: (isOn: boolean) => set(isOn ? everything : nothing),
    clear: () => set(nothing),
    drop: (ids: string[]) => set(without(latest.current.selection, ids)),
  }
}
