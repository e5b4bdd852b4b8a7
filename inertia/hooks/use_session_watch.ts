import { useEffect } from 'react'
import { hearOtherTabs, tellOtherTabs } from '~/api/session_channel'
import { onSignedOut } from '~/api/signed_out'
import { useSession } from '~/stores/session'

/** While a page of somebody's is open: notices that their session ended, here or in another tab, and that it goes on. */
export function useSessionWatch(userId: string | undefined) {
  useEffect(() => {
    if (userId === undefined) return
    const { end, renew } = useSession.getState()
    onSignedOut(async () => {
      await end('expired')
      return true
    })
    const stopHearing = hearOtherTabs((news) => {
      if (news.kind === 'signed out') void end('left')
      else if (news.userId === userId) renew()
      // Nothing of one person's page may stay when another one is signed in.
      else window.location.assign('/')
    })
    tellOtherTabs({ kind: 'signed in', userId })
    return () => {
      stopHearing()
      onSignedOut(null)
    }
  }, [userId])
}
