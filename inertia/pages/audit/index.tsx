import { Button } from '@mantine/core'
import type { Data } from '@generated/data'
import { IconDownload, IconFilterOff } from '@tabler/icons-react'
import { queryString } from '~/api/client'
import type { Listing } from '~/api/types'
import { AuditFilters } from '~/components/audit/audit_filters'
import { EventTable } from '~/components/audit/event_table'
import { TrailProof } from '~/components/audit/trail_proof'
import { EmptyState } from '~/components/empty_state'
import { Failure } from '~/components/failure'
import { PageHeader } from '~/components/page_header'
import { Pager } from '~/components/pager'
import { type AuditFilters as Filters, useAuditEvents } from '~/hooks/use_audit_events'
import { useUrlQuery } from '~/hooks/use_url_query'
import { AppLayout } from '~/layouts/app_layout'
import { useStrings } from '~/strings/strings_context'
import '~/strings/told/audit'
import classes from './index.module.css'

interface Props {
  events: Listing<Data.AuditEvent>
  head: string | null
}

const none = { actor: '', action: '', target: '', outcome: '', from: '', to: '' }
const defaults: Filters = { ...none, page: '1' }

export default function AuditIndex({ events: initial, head }: Props) {
  const t = useStrings().audit
  const [filters, setFilters] = useUrlQuery(defaults)
  const { data, error, isPlaceholderData, refetch } = useAuditEvents(filters, initial)
  const { from, to } = filters
  const isFiltered = Object.keys(none).some((name) => filters[name as keyof typeof none] !== '')
  const filter = (changes: Partial<Filters>) => setFilters({ ...changes, page: '1' })
  const clear = () => setFilters(defaults)

  return (
    <>
      <PageHeader
        title={t.title}
        action={
          <Button
            component="a"
            variant="default"
            href={`/api/v2/audit-events/export${queryString({ from, to })}`}
            download
            title={t.exportTitle}
            leftSection={<IconDownload size={16} aria-hidden="true" />}
          >
            {t.export}
          </Button>
        }
      />
      <div className={classes.content}>
        <AuditFilters
          filters={filters}
          onChange={filter}
          onClear={isFiltered ? clear : undefined}
        />
        {error && <Failure title={t.listFailed} error={error} onRetry={() => void refetch()} />}
        {data?.meta.total === 0 && <NothingFound onClear={clear} />}
        {data && data.meta.total > 0 && (
          <>
            <EventTable events={data.data} isStale={isPlaceholderData} onFilter={filter} />
            <Pager
              meta={data.meta}
              noun={t.noun}
              onPage={(page) => setFilters({ page: String(page) }, { push: true })}
            />
          </>
        )}
        <TrailProof head={head} />
      </div>
    </>
  )
}

AuditIndex.layout = AppLayout

function NothingFound({ onClear }: { onClear: () => void }) {
  const t = useStrings().audit
  return (
    <EmptyState
      icon={<IconFilterOff size={32} stroke={1.4} />}
      title={t.notFound}
      action={
        <Button variant="default" onClick={onClear}>
          {t.filters.clear}
        </Button>
      }
    >
      {t.notFoundText}
    </EmptyState>
  )
}
