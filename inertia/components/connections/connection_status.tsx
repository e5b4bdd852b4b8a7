import { Loader } from '@mantine/core'
import type { Connection } from '~/api/types'
import { RelativeTime } from '~/components/relative_time'
import classes from './connection_status.module.css'

interface Props {
  connection: Connection
  isTesting?: boolean
}

/** How the last test went, in a dot, in words and with the time; a failure tells its reason in place. */
export function ConnectionStatus({ connection, isTesting = false }: Props) {
  const { lastTestStatus, lastTestedAt, lastTestError } = connection
  if (isTesting) {
    return (
      <span className={classes.line} role="status">
        <Loader size={10} /> Testing
      </span>
    )
  }
  return (
    <span className={classes.status}>
      <span className={classes.line}>
        <span className={classes.dot} data-status={lastTestStatus ?? 'none'} aria-hidden="true" />
        {words[lastTestStatus ?? 'none']}
        {lastTestedAt && (
          <span className={classes.time}>
            <RelativeTime at={lastTestedAt} />
          </span>
        )}
      </span>
      {lastTestStatus === 'failed' && lastTestError && (
        <span className={classes.reason} title={lastTestError}>
          {lastTestError}
        </span>
      )}
    </span>
  )
}

const words = { passed: 'Passed', failed: 'Failed', none: 'Not tested yet' }
