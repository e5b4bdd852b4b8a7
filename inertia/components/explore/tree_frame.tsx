import type { CSSProperties, KeyboardEvent, PropsWithChildren, RefObject } from 'react'
import classes from './tree_frame.module.css'

interface Props {
  ref: RefObject<HTMLDivElement | null>
  label: string
  /** What its keys do. */
  hint?: string
  isMultiselectable?: true
  /** Id of the element where the keyboard is. */
  activeId: string | undefined
  /** Rows, whether they are elements or not. */
  count: number
  onKeyDown: (event: KeyboardEvent) => void
}

/** A tree whose rows are where their number says. The focus stays on the tree and points at a row. */
export function TreeFrame({
  ref,
  activeId,
  count,
  onKeyDown,
  children,
  ...props
}: PropsWithChildren<Props>) {
  return (
    <div
      ref={ref}
      role="tree"
      tabIndex={0}
      aria-label={props.label}
      aria-description={props.hint}
      aria-multiselectable={props.isMultiselectable}
      aria-activedescendant={activeId}
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
        style={{ '--count': count } as CSSProperties}
      >
        {children}
      </div>
    </div>
  )
}
