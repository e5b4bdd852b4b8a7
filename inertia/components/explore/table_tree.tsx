import { useMediaQuery } from '@mantine/hooks'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { TreeItem } from '~/components/explore/tree_item'
import type { TreeRow } from '~/components/explore/tree_rows'
import { useTreeKeys } from '~/components/explore/use_tree_keys'
import classes from './table_tree.module.css'

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

/** Pixels of a row under a mouse, and under a finger, as in the style sheet. */
const HEIGHT = { fine: 32, coarse: 44 }

/** What the server renders, which does not know the window. */
const SCREEN = { width: 300, height: 900 }

const ABOVE = 6

/** Schemas and tables, of which only those in sight are elements. The focus stays on the tree and points at a row. */
export function TableTree({ ref, rows, at, scrollTop, onMove, onChoose, ...props }: Props) {
  const isCoarse = useMediaQuery('(pointer: coarse)')
  const height = isCoarse ? HEIGHT.coarse : HEIGHT.fine
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => ref.current,
    estimateSize: () => height,
    overscan: 8,
    paddingStart: ABOVE,
    paddingEnd: ABOVE,
    scrollPaddingStart: ABOVE,
    scrollPaddingEnd: ABOVE,
    initialRect: SCREEN,
    initialOffset: scrollTop,
    // The row that the focus points at exists wherever the tree is scrolled to.
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range)
      return at < 0 || at >= rows.length || inSight.includes(at) ? inSight : [at, ...inSight]
    },
  })
  useLayoutEffect(() => virtual.measure(), [virtual, height])
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
    <div
      ref={ref}
      role="tree"
      tabIndex={0}
      aria-label={props.label}
      aria-activedescendant={rows[at] && elementId(at)}
      className={classes.tree}
      onKeyDown={onKeyDown}
      // A click leaves the focus on the tree, so that the keyboard goes on from there.
      onMouseDown={(event) => {
        event.preventDefault()
        ref.current?.focus({ preventScroll: true })
      }}
    >
      <div
        role="presentation"
        className={classes.rows}
        style={{ '--count': rows.length } as CSSProperties}
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
      </div>
    </div>
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
