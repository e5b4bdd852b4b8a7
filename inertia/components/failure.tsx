import { Button, CopyButton, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { ApiError } from '~/api/client'
import { useStrings } from '~/strings/strings_context'
import classes from './failure.module.css'

interface Props {
  /** What did not happen, such as "The tables could not be listed". */
  title: string
  error: Error
  onRetry?: () => void
  /** Other ways on. */
  children?: ReactNode
}

/** What went wrong, why, what to do next, and the id to quote when asking for help. */
export function Failure({ title, error, onRetry, children }: Props) {
  const { common, errors } = useStrings()
  const known = error instanceof ApiError ? error : null
  // Reads wait for a new session instead; what was pressed is for the person to press again.
  const isSignedOut = known?.status === 401
  return (
    <div role="alert" className={classes.failure}>
      <IconAlertTriangle size={20} stroke={1.6} className={classes.icon} aria-hidden="true" />
      <div className={classes.text}>
        <h2 className={classes.title}>{isSignedOut ? errors.signedOut.title : title}</h2>
        <p>{isSignedOut ? errors.signedOut.explain : error.message}</p>
        {known?.hint && !isSignedOut && <p className={classes.hint}>{known.hint}</p>}
        <div className={classes.actions}>
          {onRetry && (
            <Button variant="default" onClick={onRetry}>
              {common.retry}
            </Button>
          )}
          {children}
        </div>
        {known?.requestId && !isSignedOut && <RequestId id={known.requestId} />}
      </div>
    </div>
  )
}

/** The id that leads to the log's lines, copied by a click. */
export function RequestId({ id }: { id: string }) {
  const { common, errors } = useStrings()
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <UnstyledButton className={classes.request} onClick={copy}>
          {errors.request} <code>{id}</code>{' '}
          <span aria-live="polite">{copied ? common.copied : common.copy}</span>
        </UnstyledButton>
      )}
    </CopyButton>
  )
}
