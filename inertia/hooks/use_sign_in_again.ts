import { useMutation } from '@tanstack/react-query'
import { sendTo } from '~/api/client'
import { tellOtherTabs } from '~/api/session_channel'
import { useSession } from '~/stores/session'

/** Signs the same person in again, without leaving the page. */
export function useSignInAgain({ id: userId, email }: { id: string; email: string }) {
  const renew = useSession((session) => session.renew)
  return useMutation({
    mutationFn: async (password: string) => {
      // A dead session has no CSRF token that is worth anything; this brings a new one.
      await fetch('/sign-in', { redirect: 'manual', credentials: 'same-origin' })
      await sendTo('/sign-in', { method: 'POST', body: { email, password } })
    },
    onSuccess: () => {
      renew()
      tellOtherTabs({ kind: 'signed in', userId })
    },
  })
}
