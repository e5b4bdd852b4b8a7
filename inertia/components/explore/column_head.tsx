import { IconKey } from '@tabler/icons-react'
import type { PointerEvent } from 'react'
import type { Column } from '~/api/types'
import { isNumeric } from '~/components/explore/column_types'
import { placeName } from '~/components/explore/grid_place'
import { share } from '~/components/explore/presence'
import { ReferenceLink } from '~/components/explore/reference_link'
import { type Strings, useStrings } from '~/strings/strings_context'
import classes from './column_head.module.css'

interface Props {
  column: Column
  /** From 0 on. */
  at: number
  hasFocus: boolean
  onDrag: (event: PointerEvent<HTMLElement>) => void
  onFit: () => void
}

/** A column's name with its keys, above its type; its edge makes it wider or narrower. */
export function ColumnHead({ column, at, hasFocus, onDrag, onFit }: Props) {
  const t = useStrings().explore
  return (
    <th
      scope="col"
      className={classes.head}
      data-numeric={isNumeric(column.type) || undefined}
      data-place={placeName({ row: -1, column: at })}
      aria-colindex={at + 1}
      aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight"
      tabIndex={hasFocus ? 0 : -1}
    >
      <span className={classes.column}>
        {column.primaryKey && <PrimaryKey />}
        <span className={classes.name} title={column.name}>
          {column.name}
        </span>
        {column.references && <ReferenceLink column={column} isInGrid />}
      </span>{' '}
      <span className={classes.type} title={column.type}>
        {column.type}
        {remarkOn(column, t)}
      </span>
      <span
        className={classes.edge}
        aria-hidden="true"
        onPointerDown={onDrag}
        onDoubleClick={onFit}
      />
    </th>
  )
}

/** Whether it is always there; a column that was inferred is never required. */
function remarkOn({ nullable, presence }: Column, t: Strings['explore']) {
  if (presence === undefined) return nullable ? '' : ` · ${t.grid.required}`
  return presence < 1 ? ` · ${t.grid.presentIn(share(presence, t.share))}` : ''
}

/** The sign of a column that identifies its row. */
export function PrimaryKey() {
  const { primaryKey } = useStrings().explore.grid
  return <IconKey size={13} className={classes.key} role="img" aria-label={primaryKey} />
}
