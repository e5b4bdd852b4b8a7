import type { KeyboardEvent, RefObject } from 'react'
import { PickerItem } from '~/components/datasets/picker/picker_item'
import type { Tick } from '~/components/datasets/picker/tick'
import { TreeFrame } from '~/components/explore/tree_frame'
import type { TreeRow } from '~/components/explore/tree_rows'
import { useTreeKeys } from '~/components/explore/use_tree_keys'
import { useTreeWindow } from '~/components/explore/use_tree_window'

interface Props {
  ref: RefObject<HTMLDivElement | null>
  label: string
  hint: string
  rows: TreeRow[]
  search: string
  /** Index of the row where the keyboard is. */
  at: number
  /** Id of the row whose columns are shown. */
  shownId: string | null
  tickOf: (row: TreeRow) => Tick
  isNarrowed: (row: TreeRow) => boolean
  onMove: (at: number) => void
  onChoose: (row: TreeRow) => void
  onTick: (row: TreeRow) => void
}

/** Schemas and tables with boxes to tick, of which only those in sight are elements. */
export function PickerTree({ ref, rows, at, onMove, onChoose, onTick, ...props }: Props) {
  const virtual = useTreeWindow(ref, { count: rows.length, at })
  const walk = useTreeKeys({
    rows,
    at,
    onChoose,
    onMove: (next) => {
      onMove(next)
      virtual.scrollToIndex(next)
    },
  })

  function onKeyDown(event: KeyboardEvent) {
    const row = rows[at]
    if (event.key !== ' ' || !row) return walk(event)
    event.preventDefault()
    onTick(row)
  }

  return (
    <TreeFrame
      ref={ref}
      label={props.label}
      hint={props.hint}
      isMultiselectable
      activeId={rows[at] && elementId(at)}
      count={rows.length}
      onKeyDown={onKeyDown}
    >
      {virtual.getVirtualItems().map(({ index }) => {
        const row = rows[index]
        return (
          row && (
            <PickerItem
              key={row.id}
              id={elementId(index)}
              row={row}
              index={index}
              search={props.search}
              isActive={index === at}
              isShown={row.id === props.shownId}
              tick={props.tickOf(row)}
              isNarrowed={props.isNarrowed(row)}
              onChoose={onChoose}
              onTick={onTick}
            />
          )
        )
      })}
    </TreeFrame>
  )
}

function elementId(index: number) {
  return `picker-tree-${index}`
}
