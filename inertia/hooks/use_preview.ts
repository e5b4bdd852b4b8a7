import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { PreviewAnswer } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

/** Columns and first rows of one table. */
export function usePreview(connectionId: string, schema: string | null, table: string) {
  return useQuery({
    queryKey: queryKeys.preview(connectionId, schema, table),
    queryFn: ({ signal }) => readPreview(connectionId, schema, table, false, signal),
  })
}

/** Counts a table's rows exactly, which may take the database a while, and puts the count in the preview. */
export function useExactCount(connectionId: string, schema: string | null, table: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => readPreview(connectionId, schema, table, true),
    onSuccess: (preview) =>
      queryClient.setQueryData(queryKeys.preview(connectionId, schema, table), preview),
  })
}

async function readPreview(
  connectionId: string,
  schema: string | null,
  table: string,
  isExact: boolean,
  signal?: AbortSignal
) {
  const { data } = await ask<PreviewAnswer>(
    `/connectors/${connectionId}/tables/${encodeURIComponent(table)}/preview`,
    { query: { schema, count: isExact ? 'exact' : null }, signal }
  )
  return data
}
