import type { Column } from '~/api/types'
import { ColumnKeys } from '~/components/explore/column_head'
import { isInferred, share } from '~/components/explore/presence'
import classes from './structure_table.module.css'

/** What each column holds, and what it points at or how often it is there. */
export function StructureTable({ columns }: { columns: Column[] }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Columns">
      {isInferred(columns) ? <InferredColumns columns={columns} /> : <Columns columns={columns} />}
    </div>
  )
}

function Columns({ columns }: { columns: Column[] }) {
  return (
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
            <NameAndType column={column} />
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
  )
}

/** Nobody declared these: there are no defaults and no references to tell. */
function InferredColumns({ columns }: { columns: Column[] }) {
  return (
    <>
      <p className={classes.note}>
        Inferred from a sample of the documents. Others may have more fields, or other types.
      </p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col">Found in</th>
            <th scope="col">May be empty</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column.name}>
              <NameAndType column={column} />
              <td className={classes.word}>
                <Presence value={column.presence ?? 1} />
              </td>
              <td className={classes.word}>{column.nullable ? 'Yes' : 'No'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function NameAndType({ column }: { column: Column }) {
  return (
    <>
      <th scope="row">
        <span className={classes.name}>
          {column.name}
          <ColumnKeys column={column} />
        </span>
      </th>
      <td className={classes.type}>{column.type}</td>
    </>
  )
}

function Presence({ value }: { value: number }) {
  return (
    <span className={classes.presence}>
      <meter className={classes.meter} value={value} aria-hidden="true" />
      {share(value)}
    </span>
  )
}
