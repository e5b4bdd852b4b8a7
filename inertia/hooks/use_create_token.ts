import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Data } from '@generated/data'
import { ask } from '~/api/client'
import type { Answer } from '~/api/types'
import { settingsKeys } from '~/hooks/settings_query_keys'

export interface NewToken {
  name: string
  abilities: string[]
  /** One of the two; null is no end. */
  expiresAt?: null
  expiresInDays?: number
}

/** Makes an API token; its text is in this answer and nowhere else. */
export function useCreateToken() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: NewToken) =>
      ask<Answer<Data.ApiToken & { token: string }>>('/tokens', { method: 'POST', body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: settingsKeys.tokens }),
    gcTime: 0,
  })
}
