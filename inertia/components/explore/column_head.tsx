import { IconArrowUpRight, IconKey } from '@tabler/icons-react'
import type { Column } from '~/api/types'
import { isNumeric } from '~/components/explore/column_types'
import classes from './preview_grid.module.css'

/** A column's name with its keys, above its type. */
export function ColumnHead({ column }: { column: Column }) {
  return (
    <th scope="col" data-numeric={isNumeric(column.type) || undefined}>
      <span className={classes.column}>
        <ColumnKeys column={column} />
        {column.name}
      </span>
      <span className={classes.type}>
        {column.type}
        {column.nullable ? '' : ' · required'}
      </span>
    </th>
  )
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
