import { Text } from '@mantine/core'
import type { Cell, Column, Preview } from '~/api/types'
import { CellValue } from '~/components/explore/cell_value'
import { ColumnHead } from '~/components/explore/column_head'
import { isNumeric } from '~/components/explore/column_types'
import classes from './preview_grid.module.css'

interface Props {
  preview: Preview
  onOpen: (column: Column, cell: Cell) => void
}

/** The first rows as the database has them. */
export function PreviewGrid({ preview, onOpen }: Props) {
  const { columns, rows, truncated } = preview
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="First rows">
      <table className={classes.grid}>
        <thead>
          <tr>
            {columns.map((column) => (
              <ColumnHead key={column.name} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {/* Rows have no key of their own and never move. */}
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map((column, at) => (
                <td key={column.name} data-numeric={isNumeric(column.type) || undefined}>
                  <CellValue
                    cell={row[at] ?? null}
                    onOpen={() => onOpen(column, row[at] ?? null)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && (
        <Text c="dimmed" p="md">
          This table has no rows.
        </Text>
      )}
      {rows.length > 0 && (
        <p className={classes.foot}>
          {whichRows(preview)}
          {truncated &&
            ' Some values are cut to keep the preview small; open one to see how much there is.'}
        </p>
      )}
    </div>
  )
}

/** As many as the server shows; an estimate of fewer may be wrong, so that "all" is said of a count alone. */
function whichRows({ rows, rowCount }: Preview) {
  const isAll = rowCount.exact && rowCount.value === rows.length
  if (rows.length === 1) return isAll ? 'The only row.' : 'The first row.'
  return isAll ? `All ${rows.length} rows.` : `The first ${rows.length} rows.`
}
