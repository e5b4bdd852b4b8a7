import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Answer, Connection } from '~/api/types'
import { changeListed, refreshLists } from '~/hooks/listed_connections'
import { queryKeys } from '~/hooks/query_keys'

export const CHANGE = ['change connection'] as const

/** What can be changed from the list itself. */
export interface Change {
  connection: Connection
  to: Partial<Pick<Connection, 'visibility' | 'tags'>>
}

/** Changes who sees a connection, or its tags; the list shows it at once. */
export function useChangeConnection() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationKey: CHANGE,
    mutationFn: ({ connection, to }: Change) =>
      ask<Answer<Connection>>(`/connectors/${connection.id}`, { method: 'PATCH', body: to }),
    networkMode: 'always',
    onSuccess: async ({ data }) => {
      changeListed(queryClient, data.id, data)
      queryClient.setQueryData(queryKeys.connection(data.id), data)
      await refreshLists(queryClient)
    },
  })
}
