import { usePage } from '@inertiajs/react'
import type { Data } from '@generated/data'

/** Who is signed in, and what their role lets them do; the server decides, the page only spares them the try. */
export function useUser() {
  const user = usePage().props.user as Data.User | undefined
  return { user, mayConnect: user !== undefined && user.role !== 'viewer' }
}
