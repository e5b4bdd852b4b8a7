import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { Connection, Listing } from '~/api/types'
import { ConnectionList } from '~/components/connections/connection_list'
import { FirstUse } from '~/components/connections/no_connections'
import { useConnectionList } from '~/components/connections/use_connection_list'
import { PageHeader } from '~/components/page_header'
import { useConnectPreload } from '~/hooks/use_connect_preload'
import { useUser } from '~/hooks/use_user'
import { AppLayout } from '~/layouts/app_layout'
import { useConnectModal } from '~/stores/connect_modal'
import { useStrings } from '~/strings/strings_context'
import classes from './index.module.css'

interface Props {
  /** The first rows of what the address bar asks for. */
  connections: Listing<Connection>
  engines: { name: string; label: string }[]
}

export default function ConnectionsIndex({ connections, engines }: Props) {
  const { connections: words } = useStrings()
  const list = useConnectionList(connections)
  const { mayConnect } = useUser()
  const connect = useConnectModal((modal) => modal.create)
  const preload = useConnectPreload()
  const labels = Object.fromEntries(engines.map(({ name, label }) => [name, label]))

  const newConnection = mayConnect && (
    <Button leftSection={<IconPlus size={16} />} {...preload} onClick={() => connect()}>
      {words.connect}
    </Button>
  )

  return (
    <>
      <PageHeader title={words.title} action={list.isFirstUse ? undefined : newConnection} />
      <div className={classes.content}>
        {list.isFirstUse ? (
          <FirstUse action={newConnection} />
        ) : (
          <ConnectionList list={list} engineLabels={labels} />
        )}
      </div>
    </>
  )
}

ConnectionsIndex.layout = AppLayout
