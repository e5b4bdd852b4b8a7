import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import type { Ahead, Connection, Preview, TableListing } from '~/api/types'
import { ConnectionStatus } from '~/components/connections/connection_status'
import { Explorer } from '~/components/explore/explorer'
import { Link } from '~/components/link'
import { PageHeader } from '~/components/page_header'
import { useConnection } from '~/hooks/use_connection'
import { useUrlQuery } from '~/hooks/use_url_query'
import { useUser } from '~/hooks/use_user'
import { AppLayout } from '~/layouts/app_layout'
import { useConnectModal } from '~/stores/connect_modal'
import { useListPlace } from '~/stores/list_place'
import { useStrings } from '~/strings/strings_context'
import '~/strings/told/explore'

interface Props {
  connection: Connection
  /** Read for the page, unless the target took its time. */
  tables: Ahead<TableListing>
  preview: Ahead<Preview>
}

export default function ConnectionsShow({ connection: initial, tables, preview }: Props) {
  const { data: connection } = useConnection(initial)
  const { mayConnect } = useUser()
  const listUrl = useListPlace(({ url }) => url) ?? '/connections'
  const edit = useConnectModal((modal) => modal.edit)
  const [{ schema, table }] = useUrlQuery({ schema: '', table: '' })
  const t = useStrings().explore
  // What the page came with was read through the connection as it was then.
  const isAsItCame = connection.updatedAt === initial.updatedAt

  return (
    <>
      <PageHeader
        title={connection.name}
        open={schema && table ? `${schema}.${table}` : table}
        crumbs={[{ label: t.crumb, href: listUrl }]}
        aside={<ConnectionStatus connection={connection} />}
        action={
          mayConnect && (
            <>
              <Button component={Link} href={`/datasets/new?connection=${connection.id}`} mr={8}>
                {t.import}
              </Button>
              <Button
                variant="default"
                leftSection={<IconPencil size={16} stroke={1.6} aria-hidden="true" />}
                onClick={() => edit(connection)}
              >
                {t.edit}
              </Button>
            </>
          )
        }
      />
      <Explorer
        key={connection.updatedAt}
        connectionId={connection.id}
        tables={isAsItCame ? tables : null}
        preview={isAsItCame ? preview : null}
      />
    </>
  )
}

ConnectionsShow.layout = AppLayout
