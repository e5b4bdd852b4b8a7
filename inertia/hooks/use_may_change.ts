import type { Dataset } from '~/api/types'
import { useUser } from '~/hooks/use_user'

/** Whether this person may cancel, refresh and delete a dataset; the server decides, the page only spares them the try. */
export function useMayChange() {
  const { user } = useUser()
  return ({ ownerId, visibility }: Pick<Dataset, 'ownerId' | 'visibility'>): boolean => {
    if (!user || user.role === 'viewer') return false
    return user.role === 'admin' || ownerId === user.id || visibility === 'tenant'
  }
}
