import { DelayedSkeleton } from '~/components/delayed_skeleton'
import classes from './connection_table.module.css'

/** The room of a row that is on its way. */
export function WaitingRow({ index }: { index: number }) {
  return (
    <tr className={classes.row} aria-rowindex={index + 2} data-index={index} aria-busy="true">
      <td data-column="select" />
      <td data-column="name">
        <div className={classes.name}>
          <DelayedSkeleton width={28} height={28} />
          <DelayedSkeleton width="60%" height={12} />
        </div>
      </td>
      <td data-column="target">
        <DelayedSkeleton width="75%" height={12} />
      </td>
      <td data-column="tags" />
      <td data-column="visibility">
        <DelayedSkeleton width={40} height={12} />
      </td>
      <td data-column="status">
        <DelayedSkeleton width={110} height={12} />
      </td>
      <td data-column="menu" />
    </tr>
  )
}
