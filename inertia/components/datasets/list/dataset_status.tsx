import { Tooltip } from '@mantine/core'
import type { Dataset } from '~/api/types'
import { estimate } from '~/components/explore/row_estimate'
import { useStrings } from '~/strings/strings_context'
import classes from './dataset_status.module.css'

type Told = Pick<Dataset, 'status' | 'cancelRequested' | 'rows' | 'error'>

/** How a dataset stands, in a dot and in words; why it failed in place, and whole on hover. */
export function DatasetStatus({ dataset, isBrief }: { dataset: Told; isBrief?: boolean }) {
  const { datasets, explore } = useStrings()
  const { status, rows, error } = dataset
  const isRunning = status === 'running'
  return (
    <span className={classes.status}>
      <span className={classes.line}>
        <span className={classes.dot} data-status={status} aria-hidden="true" />
        {statusWords(dataset, datasets.list)}
        {isRunning && rows > 0 && !isBrief && (
          <span className={classes.quiet}>
            {datasets.list.soFar(estimate(rows, { ...explore.estimate, about: exactly }))}
          </span>
        )}
      </span>
      {status === 'failed' && error && !isBrief && (
        <Tooltip
          label={error.message}
          multiline
          maw={360}
          events={{ hover: true, focus: true, touch: true }}
        >
          <span className={classes.reason}>{error.message}</span>
        </Tooltip>
      )}
    </span>
  )
}

function exactly(amount: string, unit?: string) {
  return unit ? `${amount} ${unit}` : amount
}

/** An import that is to be cancelled, and still goes on, is no longer said to be waiting or running. */
export function statusWords(
  { status, cancelRequested }: Pick<Dataset, 'status' | 'cancelRequested'>,
  words: { statuses: Record<Dataset['status'], string>; cancelling: string }
): string {
  const goesOn = status === 'running' || status === 'queued'
  return goesOn && cancelRequested ? words.cancelling : words.statuses[status]
}
