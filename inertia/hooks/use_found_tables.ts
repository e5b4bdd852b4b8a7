import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import type { TableSummary } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'
import { readTables } from '~/hooks/use_catalog'

/** Of a list that is too long for a page: the first thousand tables that the server finds. */
export function useFoundTables(connectionId: string, search: string, isNeeded: boolean) {
  const [settled] = useDebouncedValue(search, 200)
  const { data, isFetching } = useQuery({
    queryKey: queryKeys.foundTables(connectionId, settled),
    queryFn: ({ signal }) => readTables(connectionId, { page: 1, search: settled }, signal),
    enabled: isNeeded && settled !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  const found: TableSummary[] = isNeeded && search !== '' ? (data?.data ?? []) : []
  return { found, isSearching: isNeeded && search !== '' && (isFetching || settled !== search) }
}
