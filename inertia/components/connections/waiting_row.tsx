import classes from './connection_table.module.css'

/** The room of a row that is on its way; plain elements, for dozens of them come with one turn of the wheel. */
export function WaitingRow({ index }: { index: number }) {
  return (
    <tr className={classes.row} aria-rowindex={index + 2} data-index={index} aria-busy="true">
      <td data-column="select" />
      <td data-column="name">
        <div className={classes.name}>
          <span className={classes.waiting} data-what="icon" />
          <span className={classes.waiting} data-what="name" />
        </div>
      </td>
      <td data-column="target">
        <span className={classes.waiting} data-what="target" />
      </td>
      <td data-column="tags" />
      <td data-column="visibility" />
      <td data-column="status">
        <span className={classes.waiting} data-what="status" />
      </td>
      <td data-column="menu" />
    </tr>
  )
}
