import { useQuery } from '@tanstack/react-query'
import type { Data } from '@generated/data'
import { ask } from '~/api/client'
import type { Listing } from '~/api/types'
import { settingsKeys } from '~/hooks/settings_query_keys'
import { useFirstData } from '~/hooks/use_first_data'

/** One page of the API tokens; the first comes with the page itself. */
export function useTokens(page: string, initial: Listing<Data.ApiToken>) {
  const query = { page }
  return useQuery({
    queryKey: settingsKeys.tokenList(query),
    queryFn: ({ signal }) => ask<Listing<Data.ApiToken>>('/tokens', { query, signal }),
    ...useFirstData(query, initial),
  })
}
