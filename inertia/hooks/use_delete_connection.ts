import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Connection } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

export function useDeleteConnection() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (connection: Connection) =>
      ask<void>(`/connectors/${connection.id}`, { method: 'DELETE' }),
    onSuccess: async (_answer, { id }) => {
      queryClient.removeQueries({ queryKey: queryKeys.catalog(id) })
      queryClient.removeQueries({ queryKey: queryKeys.connection(id) })
      await queryClient.invalidateQueries({ queryKey: queryKeys.connections })
    },
  })
}
