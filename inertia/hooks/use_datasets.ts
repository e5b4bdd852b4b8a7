import { useQuery } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Dataset, Listing } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'
import { useFirstData } from '~/hooks/use_first_data'

/** Words of the list's query string; a type, so that it is also a plain record. */
export type DatasetFilters = { search: string; status: string; page: string }

/** Milliseconds between two looks at imports that are under way. */
const LOOK_EVERY = 2_000

/** One page of the datasets; the first comes with the page itself. As long as one is imported, it is read anew. */
export function useDatasets(filters: DatasetFilters, initial: Listing<Dataset>) {
  return useQuery({
    queryKey: queryKeys.datasetList(filters),
    queryFn: ({ signal }) => ask<Listing<Dataset>>('/datasets', { query: filters, signal }),
    ...useFirstData(filters, initial),
    refetchInterval: ({ state }) => (state.data?.data.some(isUnderWay) ? LOOK_EVERY : false),
  })
}

/** Whether something happens to it by itself. */
export function isUnderWay({ status }: Pick<Dataset, 'status'>): boolean {
  return status === 'queued' || status === 'running'
}
