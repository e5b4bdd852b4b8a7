import { Skeleton, VisuallyHidden } from '@mantine/core'
import { useStrings } from '~/strings/strings_context'
import classes from './connect_modal.module.css'

/** Where the form or the engines will be; what comes at once is not announced by a flash of this. */
export function FormWaiting() {
  const t = useStrings().connect
  return (
    <div className={classes.waiting} aria-busy="true">
      <VisuallyHidden role="status">{t.preparing}</VisuallyHidden>
      <Skeleton height={36} mb="md" />
      <Skeleton height={236} />
    </div>
  )
}
