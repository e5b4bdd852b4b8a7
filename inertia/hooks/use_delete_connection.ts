import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, ask } from '~/api/client'
import type { Connection } from '~/api/types'
import { dropListed, refreshLists } from '~/hooks/listed_connections'
import { queryKeys } from '~/hooks/query_keys'

export const DELETION = ['delete connection'] as const

/** Deletes a connection; the list is without it at once. */
export function useDeleteConnection() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationKey: DELETION,
    mutationFn: deleteConnection,
    networkMode: 'always',
    onSuccess: async (_answer, { id }) => {
      forget(queryClient, [id])
      await refreshLists(queryClient)
    },
  })
}

/** One that somebody else has deleted meanwhile is what was wanted. */
export async function deleteConnection({ id }: Connection): Promise<void> {
  try {
    await ask<void>(`/connectors/${id}`, { method: 'DELETE' })
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error
  }
}

/** Throws away all that is kept of connections that are no more. */
export function forget(queryClient: QueryClient, ids: string[]): void {
  for (const id of ids) {
    queryClient.removeQueries({ queryKey: queryKeys.catalog(id) })
    queryClient.removeQueries({ queryKey: queryKeys.connection(id) })
  }
  dropListed(queryClient, ids)
}
