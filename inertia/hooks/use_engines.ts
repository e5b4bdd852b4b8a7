import { useQuery } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Answer, EngineDescription } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

/** Every engine with its fields; they change only with a new release. */
export function useEngines() {
  return useQuery({
    queryKey: queryKeys.engines,
    queryFn: ({ signal }) =>
      ask<Answer<EngineDescription[]>>('/connectors/engines', { signal }).then(({ data }) => data),
    staleTime: Infinity,
  })
}
