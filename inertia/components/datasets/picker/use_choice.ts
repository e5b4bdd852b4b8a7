import { useCallback, useMemo, useState } from 'react'
import type { TableSummary } from '~/api/types'
import {
  type ChosenTable,
  everything,
  type TableOptions,
} from '~/components/datasets/picker/choice'
import { tableId } from '~/components/explore/tree_rows'

/** The tables that are ticked, and what is wanted of each; that is kept when a tick is taken back. */
export function useChoice() {
  const [ticked, setTicked] = useState<ReadonlyMap<string, TableSummary>>(new Map())
  const [options, setOptions] = useState<ReadonlyMap<string, TableOptions>>(new Map())

  const tick = useCallback((tables: TableSummary[], isOn: boolean) => {
    setTicked((before) => {
      const next = new Map(before)
      for (const table of tables) {
        if (isOn) next.set(tableId(table), table)
        else next.delete(tableId(table))
      }
      return next
    })
  }, [])

  /** Whoever changes what is wanted of a table wants it. */
  const change = useCallback(
    (table: TableSummary, to: TableOptions) => {
      setOptions((before) => new Map(before).set(tableId(table), to))
      tick([table], true)
    },
    [tick]
  )

  const chosen = useMemo(
    () =>
      [...ticked].map(([id, table]): ChosenTable => ({
        table,
        options: options.get(id) ?? everything,
      })),
    [ticked, options]
  )
  const optionsOf = (table: TableSummary) => options.get(tableId(table)) ?? everything
  return { ticked, options, chosen, tick, change, optionsOf }
}

export type Choice = ReturnType<typeof useChoice>
