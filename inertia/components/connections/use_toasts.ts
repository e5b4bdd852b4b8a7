import { type NotificationData, notifications } from '@mantine/notifications'
import { ApiError } from '~/api/client'
import { useStrings } from '~/strings/strings_context'

/** Short messages beside what somebody is doing. */
export function useToasts() {
  const { close } = useStrings().common
  const closeButtonProps = { 'aria-label': close }
  return {
    tell: (toast: NotificationData) => notifications.show({ closeButtonProps, ...toast }),
    /** Says what came back, and why. It stays until it is read. */
    tellRollback(title: string, error: Error) {
      const hint = error instanceof ApiError ? error.hint : null
      const message = hint ? `${error.message} ${hint}` : error.message
      notifications.show({ closeButtonProps, color: 'red', autoClose: false, title, message })
    },
  }
}
