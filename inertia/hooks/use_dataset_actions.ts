import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, ask } from '~/api/client'
import type { Answer, WholeDataset } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

/** What can be asked of an import. */
export type DatasetAction =
  | { kind: 'cancel' }
  /** `full` where rows would only be added otherwise. */
  | { kind: 'refresh'; full?: true }
  | { kind: 'retry'; tableId?: string; asText?: string[] }

/** Cancels an import, or asks for it again. */
export function useDatasetAction() {
  const queryClient = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ id, action }: { id: string; action: DatasetAction }) =>
      ask<Answer<WholeDataset>>(pathOf(id, action), { method: 'POST', body: bodyOf(action) }),
    onSuccess: async ({ data }) => {
      queryClient.setQueryData(queryKeys.dataset(data.id), data)
      await queryClient.invalidateQueries({ queryKey: ['datasets', 'list'] })
    },
  })
}

function pathOf(id: string, action: DatasetAction): string {
  const table = action.kind === 'retry' && action.tableId ? `/tables/${action.tableId}` : ''
  return `/datasets/${id}${table}/${action.kind}`
}

function bodyOf(action: DatasetAction) {
  if (action.kind === 'refresh' && action.full) return { full: true }
  return action.kind === 'retry' && action.asText ? { asText: action.asText } : {}
}

/** Deletes a dataset. One that somebody else has deleted meanwhile is what was wanted. */
export function useDeleteDataset() {
  const queryClient = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: async (id: string) => {
      try {
        await ask<void>(`/datasets/${id}`, { method: 'DELETE' })
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 404)) throw error
      }
    },
    onSuccess: async (_answer, id) => {
      queryClient.removeQueries({ queryKey: queryKeys.dataset(id) })
      await queryClient.invalidateQueries({ queryKey: ['datasets', 'list'] })
    },
  })
}
