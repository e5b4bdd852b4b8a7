import { Button } from '@mantine/core'
import { IconPencil, IconTable } from '@tabler/icons-react'
import type { Connection } from '~/api/types'
import { ConnectionStatus } from '~/components/connections/connection_status'
import { EmptyState } from '~/components/empty_state'
import { TableList } from '~/components/explore/table_list'
import { TableView } from '~/components/explore/table_view'
import { PageHeader } from '~/components/page_header'
import { useConnection } from '~/hooks/use_connection'
import { useUrlQuery } from '~/hooks/use_url_query'
import { useUser } from '~/hooks/use_user'
import { AppLayout } from '~/layouts/app_layout'
import { useConnectModal } from '~/stores/connect_modal'
import { useListPlace } from '~/stores/list_place'
import classes from './show.module.css'

interface Props {
  connection: Connection
}

export default function ConnectionsShow({ connection: initial }: Props) {
  const { data: connection } = useConnection(initial)
  const [{ schema, table, tab }, setQuery] = useUrlQuery({ schema: '', table: '', tab: 'preview' })
  const { mayConnect } = useUser()
  const listUrl = useListPlace(({ url }) => url) ?? '/connections'
  const edit = useConnectModal((modal) => modal.edit)
  const selected = table ? { schema: schema || null, name: table } : null

  return (
    <>
      <PageHeader
        title={connection.name}
        crumbs={[{ label: 'Connections', href: listUrl }]}
        aside={<ConnectionStatus connection={connection} />}
        action={
          mayConnect && (
            <Button
              variant="default"
              leftSection={<IconPencil size={16} stroke={1.6} />}
              onClick={() => edit(connection)}
            >
              Edit
            </Button>
          )
        }
      />
      <div className={classes.explore} data-open={selected ? true : undefined}>
        <TableList
          connectionId={connection.id}
          selected={selected}
          onSelect={(chosen) =>
            setQuery({ schema: chosen.schema ?? '', table: chosen.name }, { push: true })
          }
        />
        {selected ? (
          <TableView
            key={`${selected.schema}.${selected.name}`}
            connectionId={connection.id}
            schema={selected.schema}
            name={selected.name}
            tab={tab}
            onTab={(next) => setQuery({ tab: next })}
            onBack={() => setQuery({ schema: '', table: '' }, { push: true })}
          />
        ) : (
          <div className={classes.none}>
            <EmptyState icon={<IconTable size={32} stroke={1.4} />} title="Choose a table">
              Its columns and first rows appear here. Nothing is copied, and nothing is changed.
            </EmptyState>
          </div>
        )}
      </div>
    </>
  )
}

ConnectionsShow.layout = AppLayout
