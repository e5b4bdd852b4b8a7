import { useQuery } from '@tanstack/react-query'
import type { TenantKeyUsage } from '#vault/rotation/tenant_key_usage'
import { ask } from '~/api/client'
import type { Answer } from '~/api/types'
import { settingsKeys } from '~/hooks/settings_query_keys'
import { useFirstData } from '~/hooks/use_first_data'

/** Milliseconds between looks at a rotation. */
const WATCH = 2_000

/** Which master keys the team needs; it comes with the page, and is watched while a rotation runs. */
export function useKeyUsage(initial: TenantKeyUsage) {
  return useQuery({
    queryKey: settingsKeys.keys,
    queryFn: async ({ signal }) => {
      const { data } = await ask<Answer<TenantKeyUsage>>('/keys', { signal })
      return data
    },
    ...useFirstData({}, initial),
    refetchInterval: ({ state }) => (state.data?.rotation ? WATCH : false),
  })
}
