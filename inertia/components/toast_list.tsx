import { Notifications } from '@mantine/notifications'
import '@mantine/notifications/styles.layer.css'

/** The notifications that are shown now. */
export default function ToastList() {
  return <Notifications position="bottom-right" limit={3} autoClose={5000} />
}
