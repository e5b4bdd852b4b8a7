import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Answer, Connection, TestAnswer } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

/** Tests a saved connection with what is stored; the outcome is stored with it. */
export function useRetestConnection() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Connection) =>
      ask<Answer<TestAnswer>>(`/connectors/${id}/test`, { method: 'POST' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.connections }),
  })
}
