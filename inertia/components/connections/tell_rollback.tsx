import { notifications } from '@mantine/notifications'
import { ApiError } from '~/api/client'

/** Says what came back, and why. It stays until it is read. */
export function tellRollback(title: string, error: Error) {
  const hint = error instanceof ApiError ? error.hint : null
  notifications.show({
    color: 'red',
    autoClose: false,
    title,
    message: hint ? `${error.message} ${hint}` : error.message,
    role: 'alert',
  })
}
