import { Button, CopyButton, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { ApiError } from '~/api/client'
import { Link } from '~/components/link'
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
  const known = error instanceof ApiError ? error : null
  const isSignedOut = known?.status === 401
  return (
    <div role="alert" className={classes.failure}>
      <IconAlertTriangle size={20} stroke={1.6} className={classes.icon} aria-hidden="true" />
      <div className={classes.text}>
        <h2 className={classes.title}>{isSignedOut ? 'You are signed out' : title}</h2>
        <p>{isSignedOut ? 'Your session has ended.' : error.message}</p>
        {known?.hint && !isSignedOut && <p className={classes.hint}>{known.hint}</p>}
        <div className={classes.actions}>
          {isSignedOut ? (
            <Button component={Link} href="/sign-in">
              Sign in again
            </Button>
          ) : (
            onRetry && (
              <Button variant="default" onClick={onRetry}>
                Try again
              </Button>
            )
          )}
          {children}
        </div>
        {known?.requestId && <RequestId id={known.requestId} />}
      </div>
    </div>
  )
}

/** The id that leads to the log's lines, copied by a click. */
export function RequestId({ id }: { id: string }) {
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <UnstyledButton className={classes.request} onClick={copy}>
          Request <code>{id}</code> <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
        </UnstyledButton>
      )}
    </CopyButton>
  )
}
