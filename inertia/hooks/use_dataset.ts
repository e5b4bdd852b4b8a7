import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ask } from '~/api/client'
import type { Answer, WholeDataset } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'
import { isUnderWay } from '~/hooks/use_datasets'

/** Milliseconds between two looks while the server does not tell by itself. */
const LOOK_EVERY = 2_000

/** One dataset, which came with the page; what becomes of it is told as it happens. */
export function useDataset(initial: WholeDataset) {
  const { id } = initial
  const [isTold, setTold] = useState(false)
  const query = useQuery({
    queryKey: queryKeys.dataset(id),
    queryFn: ({ signal }) =>
      ask<Answer<WholeDataset>>(`/datasets/${id}`, { signal }).then(({ data }) => data),
    initialData: initial,
    refetchInterval: ({ state }) =>
      !isTold && state.data && isUnderWay(state.data) ? LOOK_EVERY : false,
  })
  useEvents(id, isUnderWay(query.data), setTold)
  return query
}

/** Listens to the server; when it cannot be listened to, `onTold` says so, and the browser tries again by itself. */
function useEvents(id: string, isWanted: boolean, onTold: (isTold: boolean) => void) {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (!isWanted) return
    const events = new EventSource(`/api/v2/datasets/${id}/events`)
    events.addEventListener('open', () => onTold(true))
    events.addEventListener('error', () => onTold(false))
    events.addEventListener('dataset', ({ data }: MessageEvent<string>) => {
      const { data: dataset } = JSON.parse(data) as Answer<WholeDataset>
      queryClient.setQueryData(queryKeys.dataset(id), dataset)
    })
    return () => {
      events.close()
      onTold(false)
    }
  }, [queryClient, id, isWanted, onTold])
}
