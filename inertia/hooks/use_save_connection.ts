import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Answer, Connection, ConnectionInput } from '~/api/types'
import type { EditedConnection } from '~/hooks/use_edited_connection'
import { queryKeys } from '~/hooks/query_keys'

/** Creates a connection, or changes the one given if nobody else did meanwhile. */
export function useSaveConnection(editing: EditedConnection | null) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (input: ConnectionInput) =>
      editing
        ? ask<Answer<Connection>>(`/connectors/${editing.connection.id}`, {
            method: 'PUT',
            body: input,
            headers: { 'if-match': editing.etag },
          })
        : ask<Answer<Connection>>('/connectors', { method: 'POST', body: input }),
    onSuccess: async ({ data }) => {
      queryClient.setQueryData(queryKeys.connection(data.id), data)
      queryClient.removeQueries({ queryKey: queryKeys.catalog(data.id) })
      await queryClient.invalidateQueries({ queryKey: queryKeys.connections })
    },
  })
}
