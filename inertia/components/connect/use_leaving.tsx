import { router } from '@inertiajs/react'
import { useEffect, useRef } from 'react'
import { tellKept } from '~/components/connect/kept_toast'
import { useConnectModal } from '~/stores/connect_modal'
import { useConnectionDrafts } from '~/stores/connection_drafts'
import { useStrings } from '~/strings/strings_context'

/**
 * Closes the modal, and tells where what was entered is kept. Going to another page closes it too; leaving them all,
 * by signing out, also forgets what is secret.
 *
 * @param draftId of the form that is open
 */
export function useLeaving(draftId: string | null): () => void {
  const strings = useStrings()

  function leave() {
    const { opened, editing, onSaved, close, create, edit } = useConnectModal.getState()
    if (!opened) return
    close()
    const { drafts } = useConnectionDrafts.getState()
    const draft = drafts.find(({ id }) => id === draftId)
    if (!draft) return
    tellKept(draft, strings, () =>
      editing ? edit(editing, onSaved ?? undefined) : create(onSaved ?? undefined, draft.id)
    )
  }

  const latest = useRef(leave)
  useEffect(() => {
    latest.current = leave
  })

  useEffect(() => {
    let path = location.pathname
    const stopListening = router.on('navigate', () => {
      if (location.pathname === path) return
      path = location.pathname
      latest.current()
    })
    return () => {
      stopListening()
      useConnectModal.getState().close()
      useConnectionDrafts.getState().forgetSecrets()
    }
  }, [])

  return leave
}
