import { useQuery } from '@tanstack/react-query'
import type { Data } from '@generated/data'
import { ask } from '~/api/client'
import type { Listing } from '~/api/types'
import { settingsKeys } from '~/hooks/settings_query_keys'
import { useFirstData } from '~/hooks/use_first_data'

const query = { accepted: false, perPage: 200 }

/** The invitations that nobody accepted; they come with the page itself. */
export function useInvitations(initial: Listing<Data.Invitation>) {
  return useQuery({
    queryKey: settingsKeys.invitations,
    queryFn: ({ signal }) => ask<Listing<Data.Invitation>>('/invitations', { query, signal }),
    ...useFirstData(query, initial),
  })
}
