import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Data } from '@generated/data'
import { ask } from '~/api/client'
import type { Answer } from '~/api/types'
import { settingsKeys } from '~/hooks/settings_query_keys'

interface Change {
  id: string
  body: { role: string } | { active: boolean }
}

/** A role, or whether somebody is let in. */
export function useChangeMember() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id, body }: Change) =>
      ask<Answer<Data.Member>>(`/members/${id}`, { method: 'PATCH', body }),
    onSuccess: () =>
      Promise.all(
        [settingsKeys.members, settingsKeys.invitations, settingsKeys.tokens].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey })
        )
      ),
  })
}
