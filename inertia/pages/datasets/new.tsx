import { Button, Text } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useState } from 'react'
import type { Connection, Listing } from '~/api/types'
import { ChosenConnection } from '~/components/datasets/chosen_connection'
import { ConnectionChoices } from '~/components/datasets/connection_choices'
import { Link } from '~/components/link'
import { PageHeader } from '~/components/page_header'
import { useConnections } from '~/hooks/use_connections'
import { useConnectPreload } from '~/hooks/use_connect_preload'
import { useUser } from '~/hooks/use_user'
import { AppLayout } from '~/layouts/app_layout'
import { useConnectModal } from '~/stores/connect_modal'
import classes from './new.module.css'

interface Props {
  /** The newest ones. */
  connections: Listing<Connection>
  engines: { name: string; label: string }[]
}

const newest = { search: '', type: '', status: '', tag: '', sort: '-createdAt', page: '1' }

export default function NewDataset({ connections: initial, engines }: Props) {
  const { data } = useConnections(newest, initial)
  const [chosen, setChosen] = useState<Connection | null>(null)
  const { mayConnect } = useUser()
  const connect = useConnectModal((modal) => modal.create)
  const preload = useConnectPreload()
  const labels = Object.fromEntries(engines.map(({ name, label }) => [name, label]))
  const known = data?.data ?? []

  return (
    <>
      <PageHeader title="New dataset" />
      <div className={classes.content}>
        <h2 className={classes.title}>Where is the data?</h2>
        <Text c="dimmed">
          A dataset begins with a connection to the database that holds its tables.
        </Text>
        {chosen ? (
          <ChosenConnection
            connection={chosen}
            engineLabel={labels[chosen.type] ?? chosen.type}
            onChange={() => setChosen(null)}
          />
        ) : (
          <>
            {mayConnect && (
              <div className={classes.connect}>
                <IconPlugConnected
                  size={28}
                  stroke={1.5}
                  className={classes.icon}
                  aria-hidden="true"
                />
                <div className={classes.words}>
                  <h3>Connect a new database</h3>
                  <Text size="sm" c="dimmed">
                    It is tested first; the password is sealed and never shown again.
                  </Text>
                </div>
                <Button {...preload} onClick={() => connect(setChosen)}>
                  Connect Database
                </Button>
              </div>
            )}
            {known.length > 0 && (
              <>
                <h3 className={classes.subtitle}>
                  {mayConnect ? 'Or choose one you have' : 'Choose a connection'}
                </h3>
                <ConnectionChoices connections={known.slice(0, 8)} onChoose={setChosen} />
                {(data?.meta.total ?? 0) > 8 && (
                  <Link href="/connections" className={classes.all}>
                    All {data?.meta.total} connections
                  </Link>
                )}
              </>
            )}
          </>
        )}
      </div>
    </>
  )
}

NewDataset.layout = AppLayout
