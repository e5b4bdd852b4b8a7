import { UnstyledButton } from '@mantine/core'
import type { TableSummary } from '~/api/types'
import { estimate } from '~/components/explore/row_estimate'
import { tableKinds } from '~/components/explore/table_kinds'
import classes from './table_list.module.css'

interface Props {
  table: TableSummary
  onSelect: () => void
  isSelected: boolean
}

export function TableItem({ table, isSelected, onSelect }: Props) {
  const { label, icon: Icon } = tableKinds[table.kind]
  return (
    <li>
      <UnstyledButton
        className={classes.item}
        aria-current={isSelected ? 'true' : undefined}
        onClick={onSelect}
      >
        <Icon size={16} stroke={1.5} className={classes.kind} aria-label={label} role="img" />
        <span className={classes.name} title={table.name}>
          {table.name}
        </span>
        {table.rowEstimate !== null && (
          <span className={classes.rows} title="Rows, as the database estimates">
            {estimate(table.rowEstimate)}
          </span>
        )}
      </UnstyledButton>
    </li>
  )
}
