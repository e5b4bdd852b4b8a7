import { Loader, UnstyledButton } from '@mantine/core'
import type { Preview } from '~/api/types'
import { estimate } from '~/components/explore/row_estimate'
import { useExactCount } from '~/hooks/use_exact_count'
import type { ShownTable } from '~/hooks/use_preview'
import { useStrings } from '~/strings/strings_context'
import classes from './row_count.module.css'

interface Props {
  table: ShownTable
  count: Preview['rowCount']
}

/** How many rows there are: the estimate at once, the exact number when asked for. */
export function RowCount({ table, count: { value, exact } }: Props) {
  const { count: t, estimate: words } = useStrings().explore
  const counting = useExactCount(table)
  if (counting.isCounting) {
    return (
      <span className={classes.counting}>
        <Loader size={10} aria-hidden="true" /> <span role="status">{t.counting}</span>{' '}
        <UnstyledButton className={classes.count} onClick={counting.cancel}>
          {t.cancel}
        </UnstyledButton>
      </span>
    )
  }
  const isExact = exact && value !== null
  return (
    <span aria-live="polite">
      {isExact && t.rows(value)}
      {!isExact && (value === null ? t.unknown : t.estimated(estimate(value, words)))}{' '}
      {!isExact && (
        <UnstyledButton
          className={classes.count}
          title={counting.error?.message}
          onClick={() => void counting.count()}
        >
          {counting.error ? t.again : t.exactly}
        </UnstyledButton>
      )}
    </span>
  )
}
