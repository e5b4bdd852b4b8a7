import { router } from '@inertiajs/react'
import { useCallback } from 'react'
import { tellOtherTabs } from '~/api/session_channel'

/** Signs out here, and so in the other tabs. The answer loads the page anew, so that nothing of the person stays. */
export function useSignOut() {
  return useCallback(() => {
    router.post('/sign-out', {}, { onFinish: () => tellOtherTabs({ kind: 'signed out' }) })
  }, [])
}
