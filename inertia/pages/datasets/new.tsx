import { Button, Text } from '@mantine/core'
import { IconPlugConnected, IconStack2 } from '@tabler/icons-react'
import { useState } from 'react'
import type { Connection, Listing } from '~/api/types'
import { ConnectionChoices } from '~/components/datasets/connection_choices'
import { type ImportEngine, NewDatasetOf } from '~/components/datasets/new_dataset'
import { EmptyState } from '~/components/empty_state'
import { Link } from '~/components/link'
import { PageHeader } from '~/components/page_header'
import { useConnections } from '~/hooks/use_connections'
import { useConnectPreload } from '~/hooks/use_connect_preload'
import { useUrlQuery } from '~/hooks/use_url_query'
import { useUser } from '~/hooks/use_user'
import { AppLayout } from '~/layouts/app_layout'
import { useConnectModal } from '~/stores/connect_modal'
import { useStrings } from '~/strings/strings_context'
import '~/strings/told/datasets'
import '~/strings/told/explore'
import classes from './new.module.css'

interface Props {
  /** The newest ones. */
  connections: Listing<Connection>
  /** The one that the address names, if this person sees it. */
  chosen: Connection | null
  engines: ImportEngine[]
}

const newest = { search: '', type: '', status: '', tag: '', sort: '-createdAt', page: '1' }

export default function NewDataset({ connections: initial, chosen: named, engines }: Props) {
  const { datasets } = useStrings()
  const [chosen, setChosen] = useState(named)
  const [, setQuery] = useUrlQuery({ connection: '' })
  const { mayConnect } = useUser()

  /** The address says it, so that a reload comes back to it. */
  function choose(connection: Connection | null) {
    setChosen(connection)
    setQuery({ connection: connection?.id ?? '' })
  }

  return (
    <>
      <PageHeader title={datasets.title} crumbs={[{ label: datasets.crumb, href: '/datasets' }]} />
      {!mayConnect && <OnlyEditors />}
      {mayConnect && chosen && (
        <NewDatasetOf
          connection={chosen}
          engine={engines.find(({ name }) => name === chosen.type)}
          onOther={() => choose(null)}
        />
      )}
      {mayConnect && !chosen && <ConnectionChoice connections={initial} onChoose={choose} />}
    </>
  )
}

NewDataset.layout = AppLayout

interface KnownProps {
  connections: Listing<Connection>
  onChoose: (connection: Connection) => void
}

/** A new connection, or one that there is. */
function ConnectionChoice({ connections: initial, onChoose }: KnownProps) {
  const { datasets } = useStrings()
  const { data = initial } = useConnections(newest, initial)
  return (
    <div className={classes.content}>
      <h2 className={classes.title}>{datasets.heading}</h2>
      <Text c="dimmed">{datasets.explain}</Text>
      <ConnectNew onSaved={onChoose} />
      {data.meta.total > 0 && <Known connections={data} onChoose={onChoose} />}
    </div>
  )
}

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

/** The newest of those there are, and the way to the others. */
function Known({ connections: { data, meta }, onChoose }: KnownProps) {
  const { datasets } = useStrings()
  return (
    <>
      <h3 className={classes.subtitle}>{datasets.orChoose}</h3>
      <ConnectionChoices connections={data.slice(0, 8)} onChoose={onChoose} />
      {meta.total > 8 && (
        <Link href="/connections" className={classes.all}>
          {datasets.all(meta.total)}
        </Link>
      )}
    </>
  )
}

function OnlyEditors() {
  const { viewer } = useStrings().datasets
  return (
    <EmptyState
      icon={<IconStack2 size={36} stroke={1.4} />}
      title={viewer.title}
      action={
        <Button component={Link} variant="default" href="/datasets">
          {viewer.action}
        </Button>
      }
    >
      {viewer.explain}
    </EmptyState>
  )
}
