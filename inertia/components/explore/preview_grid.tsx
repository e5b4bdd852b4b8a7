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
      {truncated && (
        <Text size="xs" c="dimmed" p="xs">
          Some values are cut to keep the preview small; open one to see how much there is.
        </Text>
      )}
    </div>
  )
}
