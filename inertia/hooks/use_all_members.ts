import { useQuery } from '@tanstack/react-query'
import type { Data } from '@generated/data'
import { ask } from '~/api/client'
import type { Listing } from '~/api/types'
import { settingsKeys } from '~/hooks/settings_query_keys'

/** As many members as the API tells at once, to choose one from. */
const query = { perPage: 200 }

export function useAllMembers({ enabled = true } = {}) {
  return useQuery({
    queryKey: settingsKeys.memberList(query),
    queryFn: ({ signal }) => ask<Listing<Data.Member>>('/members', { query, signal }),
    enabled,
  })
}
