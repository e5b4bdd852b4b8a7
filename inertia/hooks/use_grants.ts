import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Answer, Grants } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

export interface GrantsWish {
  role: string
  schemas: string[]
  database: string
}

/** The script that makes a read-only role of an engine. */
export function useGrants(type: string, { role, schemas, database }: GrantsWish) {
  const search = new URLSearchParams(schemas.map((schema) => ['schema', schema]))
  if (role.trim()) search.set('role', role.trim())
  if (database) search.set('database', database)
  const query = search.toString()
  return useQuery({
    queryKey: queryKeys.grants(type, query),
    queryFn: ({ signal }) =>
      ask<Answer<Grants>>(`/connectors/engines/${type}/grants?${query}`, { signal }),
    select: ({ data }) => data,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    networkMode: 'always',
  })
}
