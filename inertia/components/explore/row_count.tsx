import { Loader, UnstyledButton } from '@mantine/core'
import type { Preview } from '~/api/types'
import { estimate } from '~/components/explore/row_estimate'
import { useCounted } from '~/hooks/use_counted'
import { useExactCount } from '~/hooks/use_exact_count'
import type { ShownTable } from '~/hooks/use_preview'
import { useStrings } from '~/strings/strings_context'
import classes from './row_count.module.css'

interface Props {
  table: ShownTable
  count: Preview['rowCount']
  /** When the rows that are shown were read. */
  readAt: number
}

/** How many rows there are: the estimate at once, the exact number when asked for. */
export function RowCount({ table, count: { value, exact }, readAt }: Props) {
  const { explore, common } = useStrings()
  const { count: t, estimate: words } = explore
  const counted = useCounted(table)
  const { isCounting, error, count, cancel } = useExactCount(table)
  if (isCounting) {
    return (
      <span className={classes.counting}>
        <Loader size={10} aria-hidden="true" /> <span role="status">{t.counting}</span>{' '}
        <UnstyledButton className={classes.count} onClick={cancel}>
          {t.cancel}
        </UnstyledButton>
      </span>
    )
  }
  const known = exact ? value : (counted?.rows ?? null)
  const isOld = !exact && counted !== undefined && counted.at < readAt
  const estimated = value === null ? t.unknown : t.estimated(estimate(value, words))
  return (
    <span aria-live="polite">
      <span title={counted && t.countedAt(timeOf(counted.at, common.locale))}>
        {known === null ? estimated : t.rows(known)}
      </span>{' '}
      {(known === null || isOld) && (
        <UnstyledButton
          className={classes.count}
          title={error?.message}
          onClick={() => void count()}
        >
          {error ? t.again : isOld ? t.anew : t.exactly}
        </UnstyledButton>
      )}
    </span>
  )
}

function timeOf(at: number, locale: string): string {
  return new Date(at).toLocaleTimeString(locale, { timeStyle: 'short' })
}
