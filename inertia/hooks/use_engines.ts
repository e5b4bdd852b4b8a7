import { queryOptions, useQuery } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Answer, EngineDescription } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

/** They change only with a new release. */
export const enginesQuery = queryOptions({
  queryKey: queryKeys.engines,
  queryFn: ({ signal }) =>
    ask<Answer<EngineDescription[]>>('/connectors/engines', { signal }).then(({ data }) => data),
  staleTime: Infinity,
  networkMode: 'always',
})

/** Every engine with its fields. */
export function useEngines() {
  return useQuery(enginesQuery)
}
