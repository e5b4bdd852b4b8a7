import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Answer, Connection } from '~/api/types'
import { refreshLists } from '~/hooks/listed_connections'

/** Makes a copy on the server, from which the password does not leave. */
export function useDuplicateConnection() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Connection) =>
      ask<Answer<Connection>>(`/connectors/${id}/duplicate`, { method: 'POST' }),
    networkMode: 'always',
    onSuccess: () => refreshLists(queryClient),
  })
}
