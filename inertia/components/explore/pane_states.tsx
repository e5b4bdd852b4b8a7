import { DelayedSkeleton } from '~/components/delayed_skeleton'
import { Failure } from '~/components/failure'
import type { useCatalog } from '~/hooks/use_catalog'
import { useStrings } from '~/strings/strings_context'
import classes from './table_pane.module.css'

/** The shape of the tree while it is on its way. */
export function PaneWaiting() {
  const t = useStrings().explore.tables
  return (
    <div className={classes.waiting} role="status" aria-busy="true" aria-label={t.loading}>
      {[62, 48, 71, 40, 55, 66, 44, 58].map((width) => (
        <DelayedSkeleton key={width} height={12} width={`${width}%`} />
      ))}
    </div>
  )
}

/** What went wrong: with the whole list, with the rest of it, or with reading it again. */
export function PaneTrouble({ catalog }: { catalog: ReturnType<typeof useCatalog> }) {
  const t = useStrings().explore.tables
  const { data, error, refreshError } = catalog
  if (refreshError) return trouble(t.notRefreshed, refreshError, () => void catalog.refresh())
  if (!error) return null
  const retry = () => void catalog.refetch()
  if (!data) return trouble(t.failed, error, retry)
  return trouble(data.isWhole ? t.notRefreshed : t.restFailed, error, retry)
}

function trouble(title: string, error: Error, onRetry: () => void) {
  return (
    <div className={classes.failure}>
      <Failure title={title} error={error} onRetry={onRetry} />
    </div>
  )
}

/** Nothing is found, or there is nothing. */
export function NoTables({ search }: { search: string }) {
  const t = useStrings().explore.tables
  return (
    <div className={classes.nothing} role="status">
      {search ? <p>{t.noMatch(search)}</p> : <p>{t.none}</p>}
      {!search && <p className={classes.note}>{t.noneHint}</p>}
    </div>
  )
}
