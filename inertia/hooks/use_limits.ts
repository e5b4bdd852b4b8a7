import { useQuery } from '@tanstack/react-query'
import type { LimitStatus } from '#services/limit_status'
import { ask } from '~/api/client'
import type { Answer } from '~/api/types'
import { settingsKeys } from '~/hooks/settings_query_keys'
import { useFirstData } from '~/hooks/use_first_data'

/** The limits in force; they come with the page. */
export function useLimits(initial: LimitStatus[]) {
  return useQuery({
    queryKey: settingsKeys.limits,
    queryFn: async ({ signal }) => {
      const { data } = await ask<Answer<LimitStatus[]>>('/limits', { signal })
      return data
    },
    ...useFirstData({}, initial),
  })
}
