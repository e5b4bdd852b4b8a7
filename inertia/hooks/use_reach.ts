import { useSyncExternalStore } from 'react'
import { currentReach, type Reach, watchReach } from '~/api/reachability'

/** Whether the server can be asked just now. */
export function useReach(): Reach {
  return useSyncExternalStore(watchReach, currentReach, () => 'reachable' as const)
}
