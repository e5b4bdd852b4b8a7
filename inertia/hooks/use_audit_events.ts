import { useQuery } from '@tanstack/react-query'
import type { Data } from '@generated/data'
import { ask } from '~/api/client'
import type { Listing } from '~/api/types'
import { settingsKeys } from '~/hooks/settings_query_keys'
import { useFirstData } from '~/hooks/use_first_data'

/** Words of the trail's query string; a type, so that it is also a plain record. */
export type AuditFilters = {
  actor: string
  action: string
  target: string
  outcome: string
  /** Dates, both of which count. */
  from: string
  to: string
  page: string
}

/** One page of the audit trail; the first comes with the page itself. */
export function useAuditEvents(filters: AuditFilters, initial: Listing<Data.AuditEvent>) {
  return useQuery({
    queryKey: settingsKeys.events(filters),
    queryFn: ({ signal }) =>
      ask<Listing<Data.AuditEvent>>('/audit-events', { query: filters, signal }),
    ...useFirstData(filters, initial),
  })
}
