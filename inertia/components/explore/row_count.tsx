import { Loader, UnstyledButton } from '@mantine/core'
import type { Preview } from '~/api/types'
import { estimate, exactly } from '~/components/explore/row_estimate'
import { useExactCount } from '~/hooks/use_preview'
import classes from './row_count.module.css'

interface Props {
  connectionId: string
  schema: string | null
  name: string
  count: Preview['rowCount']
}

/** How many rows there are: the estimate at once, the exact number when asked for. */
export function RowCount({ connectionId, schema, name, count }: Props) {
  const exact = useExactCount(connectionId, schema, name)
  if (exact.isPending) {
    return (
      <span role="status">
        <Loader size={10} /> counting rows
      </span>
    )
  }
  const told = count.value === null ? 'rows not counted' : `${estimate(count.value)} rows`
  return (
    <span aria-live="polite">
      {count.exact && count.value !== null ? (
        `${exactly(count.value)} ${count.value === 1 ? 'row' : 'rows'}`
      ) : (
        <>
          {told}{' '}
          <UnstyledButton className={classes.count} onClick={() => exact.mutate()}>
            {exact.error ? 'Could not count, try again' : 'Count exactly'}
          </UnstyledButton>
        </>
      )}
    </span>
  )
}
