import type { Column } from '~/api/types'
import { ColumnKeys } from '~/components/explore/column_head'
import classes from './structure_table.module.css'

/** What each column holds and what it points at. */
export function StructureTable({ columns }: { columns: Column[] }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Columns">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col">May be empty</th>
            <th scope="col">Default</th>
            <th scope="col">References</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column.name}>
              <th scope="row">
                <span className={classes.name}>
                  {column.name}
                  <ColumnKeys column={column} />
                </span>
              </th>
              <td>{column.type}</td>
              <td className={classes.word}>{column.nullable ? 'Yes' : 'No'}</td>
              <td>{column.default ?? <span className={classes.none}>–</span>}</td>
              <td>
                {column.references ? (
                  `${column.references.name}.${column.references.column}`
                ) : (
                  <span className={classes.none}>–</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
