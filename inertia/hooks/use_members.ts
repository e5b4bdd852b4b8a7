import { useQuery } from '@tanstack/react-query'
import type { Data } from '@generated/data'
import { ask } from '~/api/client'
import type { Listing } from '~/api/types'
import { settingsKeys } from '~/hooks/settings_query_keys'
import { useFirstData } from '~/hooks/use_first_data'

/** One page of the members; the first comes with the page itself. */
export function useMembers(page: string, initial: Listing<Data.Member>) {
  const query = { page }
  return useQuery({
    queryKey: settingsKeys.memberList(query),
    queryFn: ({ signal }) => ask<Listing<Data.Member>>('/members', { query, signal }),
    ...useFirstData(query, initial),
  })
}
