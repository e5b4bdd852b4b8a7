import { useNotifications } from '@mantine/notifications'
import { lazy } from 'react'
import { OnFirstUse } from '~/components/on_first_use'

const Notifications = lazy(() => import('~/components/toast_list'))

/** What is said in passing, in a corner. Its code comes with the first one. */
export function Toasts() {
  const { notifications } = useNotifications()
  return (
    <OnFirstUse when={notifications.length > 0}>
      <Notifications />
    </OnFirstUse>
  )
}
