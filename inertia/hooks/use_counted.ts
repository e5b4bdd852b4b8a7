import { skipToken, useQuery } from '@tanstack/react-query'
import { queryKeys } from '~/hooks/query_keys'
import type { ShownTable } from '~/hooks/use_preview'

/** How many rows there were, and when the database said so. */
export interface Counted {
  rows: number
  at: number
}

/** What was counted of a table; it stays when rows are read again, with its time. */
export function useCounted(table: ShownTable): Counted | undefined {
  const { data } = useQuery<Counted>({
    ...{ queryKey: queryKeys.exactCount(table), queryFn: skipToken },
    ...{ staleTime: Infinity, gcTime: Infinity },
  })
  return data
}
