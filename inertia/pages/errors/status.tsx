import { Head } from '@inertiajs/react'
import { Button, Group } from '@mantine/core'
import { RequestId } from '~/components/failure'
import { Logo } from '~/components/logo'
import { BareLayout } from '~/layouts/bare_layout'
import { useStrings } from '~/strings/strings_context'
import classes from './status.module.css'

interface Props {
  status: number
  /** Why, where the server knows more than the status says. */
  message: string | null
  requestId: string | null
}

/** Statuses that may pass by themselves. */
const PASSING = [429, 500, 503]

/** A page that could not be shown, why, and the way on. */
export default function Status({ status, message, requestId }: Props) {
  const { errors } = useStrings()
  const { title, explain } = errors.page(status)
  const mayPass = PASSING.includes(status)
  return (
    <div className={classes.panel}>
      <Head title={title} />
      <Logo size={32} />
      <p className={classes.status}>{status}</p>
      <h1 className={classes.title}>{title}</h1>
      <p className={classes.message}>{message ?? explain}</p>
      <Group mt="lg" gap="xs">
        {mayPass && <Button onClick={() => window.location.reload()}>{errors.reload}</Button>}
        {/* Not within the page: whoever has no session any more is asked to sign in. */}
        <Button component="a" href="/connections" variant={mayPass ? 'default' : 'filled'}>
          {errors.home}
        </Button>
      </Group>
      {requestId && (
        <div>
          <RequestId id={requestId} />
        </div>
      )}
    </div>
  )
}

Status.layout = BareLayout
