import { IconArrowUpRight, IconKey } from '@tabler/icons-react'
import type { Column } from '~/api/types'
import { isNumeric } from '~/components/explore/column_types'
import { share } from '~/components/explore/presence'
import classes from './preview_grid.module.css'

/** A column's name with its keys, above its type. */
export function ColumnHead({ column }: { column: Column }) {
  return (
    <th scope="col" data-numeric={isNumeric(column.type) || undefined}>
      <span className={classes.column}>
        <ColumnKeys column={column} />
        {column.name}
      </span>
      <span className={classes.type} title={column.type}>
        {column.type}
        {remarkOn(column)}
      </span>
    </th>
  )
}

/** Whether it is always there; a column that was inferred is never required. */
function remarkOn({ nullable, presence }: Column) {
  if (presence === undefined) return nullable ? '' : ' · required'
  return presence < 1 ? ` · in ${share(presence)}` : ''
}

/** Whether a column identifies its row, and which one it points at. */
export function ColumnKeys({ column: { primaryKey, references } }: { column: Column }) {
  return (
    <>
      {primaryKey && (
        <IconKey size={13} className={classes.key} role="img" aria-label="Primary key" />
      )}
      {references && (
        <IconArrowUpRight
          size={13}
          className={classes.reference}
          role="img"
          aria-label={`References ${references.name}.${references.column}`}
        />
      )}
    </>
  )
}
