import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '~/api/client'
import type { Ahead, Preview, PreviewAnswer } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'
import { useGivenRefusal } from '~/hooks/use_given_refusal'

export interface ShownTable {
  connectionId: string
  schema: string | null
  name: string
  /** Rows that are shown at most. */
  limit: number
}

/** Milliseconds for which rows are shown as they were read; after that, coming back reads them anew. */
const FRESH = 5 * 60_000

/** Columns and first rows of one table, which may have come with the page. */
export function usePreview(table: ShownTable, ahead: Ahead<Preview>) {
  const queryKey = queryKeys.preview(table)
  const refusal = useGivenRefusal(queryKey, ahead)
  const [arrivedAt] = useState(Date.now)
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => readPreview(table, {}, signal),
    // More rows come in the place of fewer.
    placeholderData: keepPreviousData,
    enabled: refusal === null,
    initialData: ahead && 'data' in ahead ? ahead.data : undefined,
    initialDataUpdatedAt: arrivedAt,
    staleTime: FRESH,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const isUnasked = query.data === undefined && query.fetchStatus === 'idle'
  return { ...query, error: query.error ?? (isUnasked ? refusal : null) }
}

/** @throws ApiError; the signal's reason */
export async function readPreview(
  { connectionId, schema, name, limit }: ShownTable,
  { count }: { count?: 'exact' },
  signal: AbortSignal
): Promise<Preview> {
  const path = `/connectors/${connectionId}/tables/${encodeURIComponent(name)}/preview`
  const { data } = await ask<PreviewAnswer>(path, { query: { schema, limit, count }, signal })
  return data
}
