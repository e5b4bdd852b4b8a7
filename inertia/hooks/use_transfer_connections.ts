import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Answer } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

/** Gives all connections of a deactivated member to another; resolves with how many. */
export function useTransferConnections() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ from, to }: { from: string; to: string }) =>
      ask<Answer<{ transferred: number }>>(`/members/${from}/transfer-connections`, {
        method: 'POST',
        body: { to },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.connections }),
  })
}
