import { useEffect } from 'react'
import { useConnectModal } from '~/stores/connect_modal'

/** While something else answers the Escape key, it does not close the connect modal. */
export function useEscapeHold(isHeld: boolean): void {
  const holdEscape = useConnectModal((modal) => modal.holdEscape)
  useEffect(() => {
    if (isHeld) return holdEscape()
  }, [holdEscape, isHeld])
}
