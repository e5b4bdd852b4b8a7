import { useQuery } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Answer, Connection } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

/** One connection, which came with the page and is kept current. */
export function useConnection(initial: Connection) {
  return useQuery({
    queryKey: queryKeys.connection(initial.id),
    queryFn: ({ signal }) =>
      ask<Answer<Connection>>(`/connectors/${initial.id}`, { signal }).then(({ data }) => data),
    initialData: initial,
  })
}
