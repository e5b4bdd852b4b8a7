import { Button, Text } from '@mantine/core'
import { IconPlugConnected, IconStack2 } from '@tabler/icons-react'
import { useState } from 'react'
import type { Connection, Listing } from '~/api/types'
import { ChosenConnection } from '~/components/datasets/chosen_connection'
import { ConnectionChoices } from '~/components/datasets/connection_choices'
import { EmptyState } from '~/components/empty_state'
import { Link } from '~/components/link'
import { PageHeader } from '~/components/page_header'
import { useConnections } from '~/hooks/use_connections'
import { useConnectPreload } from '~/hooks/use_connect_preload'
import { useUser } from '~/hooks/use_user'
import { AppLayout } from '~/layouts/app_layout'
import { useConnectModal } from '~/stores/connect_modal'
import { useStrings } from '~/strings/strings_context'
import '~/strings/told/datasets'
import classes from './new.module.css'

interface Props {
  /** The newest ones. */
  connections: Listing<Connection>
  engines: { name: string; label: string }[]
}

const newest = { search: '', type: '', status: '', tag: '', sort: '-createdAt', page: '1' }

export default function NewDataset({ connections: initial, engines }: Props) {
  const { datasets } = useStrings()
  const { data = initial } = useConnections(newest, initial)
  const [chosen, setChosen] = useState<Connection | null>(null)
  const { mayConnect } = useUser()
  const labels = Object.fromEntries(engines.map(({ name, label }) => [name, label]))
  const hasNothing = data.meta.total === 0 && !mayConnect

  return (
    <>
      <PageHeader title={datasets.title} />
      <div className={classes.content}>
        {!hasNothing && (
          <>
            <h2 className={classes.title}>{datasets.heading}</h2>
            <Text c="dimmed">{datasets.explain}</Text>
          </>
        )}
        {hasNothing && <Nothing />}
        {chosen ? (
          <ChosenConnection
            connection={chosen}
            engineLabel={labels[chosen.type] ?? chosen.type}
            onChange={() => setChosen(null)}
          />
        ) : (
          <>
            {mayConnect && <ConnectNew onSaved={setChosen} />}
            {data.meta.total > 0 && <Known connections={data} onChoose={setChosen} />}
          </>
        )}
      </div>
    </>
  )
}

NewDataset.layout = AppLayout

function ConnectNew({ onSaved }: { onSaved: (connection: Connection) => void }) {
  const { connect } = useStrings().datasets
  const create = useConnectModal((modal) => modal.create)
  const preload = useConnectPreload()
  return (
    <div className={classes.connect}>
      <IconPlugConnected size={28} stroke={1.5} className={classes.icon} aria-hidden="true" />
      <div className={classes.words}>
        <h3>{connect.title}</h3>
        <Text size="sm" c="dimmed">
          {connect.explain}
        </Text>
      </div>
      <Button {...preload} onClick={() => create(onSaved)}>
        {connect.action}
      </Button>
    </div>
  )
}

interface KnownProps {
  connections: Listing<Connection>
  onChoose: (connection: Connection) => void
}

/** The newest of those there are, and the way to the others. */
function Known({ connections: { data, meta }, onChoose }: KnownProps) {
  const { datasets } = useStrings()
  const { mayConnect } = useUser()
  return (
    <>
      <h3 className={classes.subtitle}>{mayConnect ? datasets.orChoose : datasets.choose}</h3>
      <ConnectionChoices connections={data.slice(0, 8)} onChoose={onChoose} />
      {meta.total > 8 && (
        <Link href="/connections" className={classes.all}>
          {datasets.all(meta.total)}
        </Link>
      )}
    </>
  )
}

function Nothing() {
  const { nothing } = useStrings().datasets
  return (
    <EmptyState icon={<IconStack2 size={36} stroke={1.4} />} title={nothing.title}>
      {nothing.explain}
    </EmptyState>
  )
}
