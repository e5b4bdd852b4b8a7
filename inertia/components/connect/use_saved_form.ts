import { router } from '@inertiajs/react'
import { ApiError } from '~/api/client'
import type { Connection, EngineDescription } from '~/api/types'
import type { Notice } from '~/components/connect/form_notice'
import { toInput } from '~/components/connect/form_values'
import type { ConnectionFormState } from '~/components/connect/use_connection_form'
import type { EditedConnection } from '~/hooks/use_edited_connection'
import { useRetestConnection } from '~/hooks/use_retest_connection'
import { useSaveConnection } from '~/hooks/use_save_connection'
import { useConnectModal } from '~/stores/connect_modal'
import { useConnectionDrafts } from '~/stores/connection_drafts'
import { useStrings } from '~/strings/strings_context'

interface Options extends Pick<ConnectionFormState, 'form' | 'markAll' | 'reveal'> {
  /** Of the draft, which is none once it is saved. */
  draftId: string
  engine: EngineDescription
  edited: EditedConnection | null
  hasPassed: boolean
  onNotice: (notice: Notice | null) => void
  /** Reads what is stored now. */
  onReload: () => void
}

/** Saves what a form holds. Whatever refuses it, everything stays as it was entered. */
export function useSavedForm({ draftId, engine, edited, hasPassed, ...options }: Options) {
  const { form, markAll, reveal, onNotice, onReload } = options
  const t = useStrings().connect.notSaved
  const save = useSaveConnection(edited)
  /** What passed here is unknown to the saved connection until it is tested itself. */
  const retest = useRetestConnection()
  const { onSaved, close } = useConnectModal()
  const drop = useConnectionDrafts(({ drop: dropDraft }) => dropDraft)

  function finish(connection: Connection) {
    drop(draftId)
    close()
    if (hasPassed) retest.mutate(connection)
    if (onSaved) onSaved(connection)
    else if (!edited && hasPassed) router.visit(`/connections/${connection.id}`)
  }

  function explain(error: unknown) {
    const status = error instanceof ApiError ? error.status : 0
    const again = { label: t.again, run: () => void store() }
    if (status === 401) {
      return onNotice({
        tone: 'failed',
        title: t.signedOut,
        words: t.signedOutWords,
        action: again,
      })
    }
    if (status === 412) {
      const action = { label: t.load, run: onReload }
      return onNotice({ tone: 'failed', title: t.changed, words: t.changedWords, action })
    }
    const rest = markAll(error)
    if (!rest) return
    const words = [rest.message, rest.hint].filter(Boolean).join(' ')
    const requestId = error instanceof ApiError ? error.requestId : null
    onNotice({ tone: 'failed', title: t.title, words, requestId, action: again })
  }

  const store = form.handleSubmit(async (values) => {
    onNotice(null)
    try {
      const { data } = await save.mutateAsync(toInput(engine, values))
      finish(data)
    } catch (error) {
      explain(error)
    }
  }, reveal)

  return { store, isSaving: save.isPending }
}
