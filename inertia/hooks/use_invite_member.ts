import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Data } from '@generated/data'
import { ask } from '~/api/client'
import type { Answer } from '~/api/types'
import { settingsKeys } from '~/hooks/settings_query_keys'

/** Makes an invitation; its link is in this answer and nowhere else. */
export function useInviteMember() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: { email: string; role: string }) =>
      ask<Answer<Data.Invitation & { url: string }>>('/invitations', { method: 'POST', body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: settingsKeys.invitations }),
    gcTime: 0,
  })
}
