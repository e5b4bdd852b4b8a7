import { DelayedSkeleton } from '~/components/delayed_skeleton'
import { ApiError } from '~/api/client'
import { Failure } from '~/components/failure'
import { useStrings } from '~/strings/strings_context'
import classes from './table_view.module.css'

/** The shape of the grid while its rows are on their way. */
export function TableWaiting() {
  const t = useStrings().explore.table
  return (
    <div className={classes.waiting} role="status" aria-busy="true" aria-label={t.loading}>
      <DelayedSkeleton height={44} radius={0} />
      {Array.from({ length: 10 }, (_, row) => (
        <DelayedSkeleton key={row} height={12} width={`${92 - ((row * 7) % 24)}%`} />
      ))}
    </div>
  )
}

interface Props {
  error: Error
  /** Whether rows are shown that were read before. */
  hasRows: boolean
  onRetry: () => void
}

/** Why there are no rows, or none that are newer. */
export function TableTrouble({ error, hasRows, onRetry }: Props) {
  const t = useStrings().explore.table
  const isGone = error instanceof ApiError && error.code === 'table_not_found'
  const title = isGone ? t.gone : hasRows ? t.notRefreshed : t.failed
  return (
    <div className={classes.failure}>
      <Failure title={title} error={error} onRetry={onRetry} />
    </div>
  )
}
