import { Button } from '@mantine/core'
import { IconFilterOff, IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Connection, Listing } from '~/api/types'
import { ConnectionFilters } from '~/components/connections/connection_filters'
import { ConnectionTable } from '~/components/connections/connection_table'
import { DeleteConnection } from '~/components/connections/delete_connection'
import { EmptyState } from '~/components/empty_state'
import { Failure } from '~/components/failure'
import { PageHeader } from '~/components/page_header'
import { Pager } from '~/components/pager'
import { type ConnectionFilters as Filters, useConnections } from '~/hooks/use_connections'
import { useConnectPreload } from '~/hooks/use_connect_preload'
import { useUrlQuery } from '~/hooks/use_url_query'
import { useUser } from '~/hooks/use_user'
import { AppLayout } from '~/layouts/app_layout'
import { useConnectModal } from '~/stores/connect_modal'
import classes from './index.module.css'

interface Props {
  connections: Listing<Connection>
  engines: { name: string; label: string }[]
}

const defaults: Filters = { search: '', type: '', status: '', tag: '', sort: 'name', page: '1' }

export default function ConnectionsIndex({ connections: initial, engines }: Props) {
  const [filters, setFilters] = useUrlQuery(defaults)
  const { data, error, isPlaceholderData, refetch } = useConnections(filters, initial)
  const [doomed, setDoomed] = useState<Connection | null>(null)
  const { mayConnect } = useUser()
  const connect = useConnectModal((modal) => modal.create)
  const preload = useConnectPreload()
  const labels = Object.fromEntries(engines.map(({ name, label }) => [name, label]))
  const { search, type, status, tag } = filters
  const isFiltered = Boolean(search || type || status || tag)
  const isFirstUse = data?.meta.total === 0 && !isFiltered

  const newConnection = mayConnect && (
    <Button leftSection={<IconPlus size={16} />} {...preload} onClick={() => connect()}>
      Connect Database
    </Button>
  )

  return (
    <>
      <PageHeader title="Connections" action={isFirstUse ? undefined : newConnection} />
      <div className={classes.content}>
        {isFirstUse ? (
          <FirstUse action={newConnection} />
        ) : (
          <>
            <ConnectionFilters
              filters={filters}
              engineLabels={labels}
              onChange={(changes) => setFilters({ ...changes, page: '1' })}
            />
            {error && (
              <Failure
                title="The connections could not be listed"
                error={error}
                onRetry={() => void refetch()}
              />
            )}
            {data?.meta.total === 0 && <NothingFound onClear={() => setFilters(defaults)} />}
            {data && data.meta.total > 0 && (
              <>
                <ConnectionTable
                  connections={data.data}
                  engineLabels={labels}
                  sort={filters.sort}
                  onSort={(sort) => setFilters({ sort, page: '1' })}
                  onDelete={setDoomed}
                  isStale={isPlaceholderData}
                />
                <Pager
                  meta={data.meta}
                  noun="connection"
                  onPage={(page) => setFilters({ page: String(page) }, { push: true })}
                />
              </>
            )}
          </>
        )}
      </div>
      <DeleteConnection connection={doomed} onClose={() => setDoomed(null)} />
    </>
  )
}

ConnectionsIndex.layout = AppLayout

function FirstUse({ action }: { action: React.ReactNode }) {
  if (!action) {
    return (
      <EmptyState icon={<IconPlugConnected size={36} stroke={1.4} />} title="Nothing shared yet">
        Connections that your team shares appear here. Your role lets you browse them; an editor or
        an administrator can add one.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<IconPlugConnected size={36} stroke={1.4} />}
      title="Connect your first database"
      action={action}
    >
      Save how to reach a database once. The password is sealed and never shown again, and you and
      your team can browse its tables from here on.
    </EmptyState>
  )
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={<IconFilterOff size={32} stroke={1.4} />}
      title="No connection matches"
      action={
        <Button variant="default" onClick={onClear}>
          Clear search and filters
        </Button>
      }
    >
      Look for another name, host or tag, or show all connections again.
    </EmptyState>
  )
}
