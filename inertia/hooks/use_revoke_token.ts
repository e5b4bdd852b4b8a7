import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '~/api/client'
import { settingsKeys } from '~/hooks/settings_query_keys'

export function useRevokeToken() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ask<void>(`/tokens/${id}`, { method: 'DELETE' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: settingsKeys.tokens }),
  })
}
