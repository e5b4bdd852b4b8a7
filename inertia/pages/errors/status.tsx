import { Head } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { RequestId } from '~/components/failure'
import { Link } from '~/components/link'
import { Logo } from '~/components/logo'
import { BareLayout } from '~/layouts/bare_layout'
import classes from './status.module.css'

interface Props {
  status: number
  title: string
  message: string
  requestId: string | null
}

/** A page that could not be shown, why, and the way on. */
export default function Status({ status, title, message, requestId }: Props) {
  return (
    <div className={classes.panel}>
      <Head title={title} />
      <Logo size={32} />
      <p className={classes.status}>{status}</p>
      <h1 className={classes.title}>{title}</h1>
      <p className={classes.message}>{message}</p>
      <Button component={Link} href="/connections" mt="md">
        Go to your connections
      </Button>
      {requestId && (
        <div>
          <RequestId id={requestId} />
        </div>
      )}
    </div>
  )
}

Status.layout = BareLayout
