import { useMediaQuery } from '@mantine/hooks'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type KeyboardEvent, type RefObject, useLayoutEffect } from 'react'
import { PickerItem } from '~/components/datasets/picker/picker_item'
import type { Tick } from '~/components/datasets/picker/tick'
import type { TreeRow } from '~/components/explore/tree_rows'
import { useTreeKeys } from '~/components/explore/use_tree_keys'
import tree from '~/components/explore/table_tree.module.css'

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

/** Pixels of a row under a mouse, and under a finger, as in the style sheet. */
const HEIGHT = { fine: 32, coarse: 44 }

const ABOVE = 6

/** Schemas and tables with boxes to tick, of which only those in sight are elements. */
export function PickerTree({ ref, rows, at, onMove, onChoose, onTick, ...props }: Props) {
  const isCoarse = useMediaQuery('(pointer: coarse)')
  const height = isCoarse ? HEIGHT.coarse : HEIGHT.fine
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => ref.current,
    estimateSize: () => height,
    overscan: 8,
    paddingStart: ABOVE,
    paddingEnd: ABOVE,
    // The row that the focus points at exists wherever the tree is scrolled to.
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range)
      return at < 0 || at >= rows.length || inSight.includes(at) ? inSight : [at, ...inSight]
    },
  })
  useLayoutEffect(() => virtual.measure(), [virtual, height])
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
    <div
      ref={ref}
      role="tree"
      tabIndex={0}
      aria-multiselectable="true"
      aria-label={props.label}
      aria-description={props.hint}
      aria-activedescendant={rows[at] && elementId(at)}
      className={tree.tree}
      onKeyDown={onKeyDown}
      // A click leaves the focus on the tree, so that the keyboard goes on from there.
      onMouseDown={(event) => {
        event.preventDefault()
        ref.current?.focus({ preventScroll: true })
      }}
    >
      <div
        role="presentation"
        className={tree.rows}
        style={{ '--count': rows.length } as CSSProperties}
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
      </div>
    </div>
  )
}

function elementId(index: number) {
  return `picker-tree-${index}`
}
