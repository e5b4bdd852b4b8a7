import { Loader } from '@mantine/core'
import type { Connection } from '~/api/types'
import { RelativeTime } from '~/components/relative_time'
import { useStrings } from '~/strings/strings_context'
import classes from './connection_status.module.css'

interface Props {
  connection: Connection
  isTesting?: boolean
}

/** How the last test went, in a dot, in words and with the time; a failure tells its reason in place, and whole on hover. */
export function ConnectionStatus({ connection, isTesting = false }: Props) {
  const { status: words } = useStrings().connections
  const { lastTestStatus, lastTestedAt, lastTestError } = connection
  if (isTesting) {
    return (
      <span className={classes.line}>
        <Loader size={10} /> {words.testing}
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
