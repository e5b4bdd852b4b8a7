import { type RefObject, useEffect, useRef } from 'react'
import { TreeItem } from '~/components/explore/tree_item'
import type { TreeRow } from '~/components/explore/tree_rows'
import { TreeFrame } from '~/components/explore/tree_frame'
import { useTreeKeys } from '~/components/explore/use_tree_keys'
import { useTreeWindow } from '~/components/explore/use_tree_window'

interface Props {
  ref: RefObject<HTMLDivElement | null>
  label: string
  rows: TreeRow[]
  search: string
  /** Index of the row where the keyboard is. */
  at: number
  /** Id of the row whose table is shown. */
  shownId: string | null
  scrollTop: number
  onMove: (at: number) => void
  onChoose: (row: TreeRow) => void
  /** Where it was scrolled to, when it goes away. */
  onLeave: (scrollTop: number) => void
}

/** Schemas and tables, of which only those in sight are elements. */
export function TableTree({ ref, rows, at, scrollTop, onMove, onChoose, ...props }: Props) {
  const virtual = useTreeWindow(ref, { count: rows.length, at, scrollTop })
  useKeptScroll(ref, props.onLeave)
  const shownAt = rows.findIndex(({ id }) => id === props.shownId)
  const isListed = shownAt !== -1
  useEffect(() => {
    if (!isListed) return
    const isNear = virtual.getVirtualItems().some(({ index }) => index === shownAt)
    virtual.scrollToIndex(shownAt, { align: isNear ? 'auto' : 'center' })
    // Only when another one is shown: opening and closing schemas moves nothing.
  }, [virtual, isListed, props.shownId])
  const onKeyDown = useTreeKeys({
    rows,
    at,
    onChoose,
    onMove: (next) => {
      onMove(next)
      virtual.scrollToIndex(next)
    },
  })

  return (
    <TreeFrame
      ref={ref}
      label={props.label}
      activeId={rows[at] && elementId(at)}
      count={rows.length}
      onKeyDown={onKeyDown}
    >
      {virtual.getVirtualItems().map(({ index }) => {
        const row = rows[index]
        return (
          row && (
            <TreeItem
              key={row.id}
              id={elementId(index)}
              row={row}
              index={index}
              search={props.search}
              isActive={index === at}
              isShown={row.id === props.shownId}
              onChoose={onChoose}
            />
          )
        )
      })}
    </TreeFrame>
  )
}

function elementId(index: number) {
  return `table-tree-${index}`
}

function useKeptScroll(ref: RefObject<HTMLDivElement | null>, onLeave: (top: number) => void) {
  const leave = useRef(onLeave)
  useEffect(() => {
    leave.current = onLeave
  })
  useEffect(() => {
    const element = ref.current

    return () => {
      if (element) leave.current(element.scrollTop)
    }
  }, [ref])
}
