import { ActionIcon, Badge, Menu } from '@mantine/core'
import { IconDots, IconPencil, IconPlugConnected, IconTrash } from '@tabler/icons-react'
import type { Connection } from '~/api/types'
import { ConnectionStatus } from '~/components/connections/connection_status'
import { EngineIcon } from '~/components/engine_icon'
import { Link } from '~/components/link'
import { MiddleElided } from '~/components/middle_elided'
import { useUser } from '~/hooks/use_user'
import { useConnectModal } from '~/stores/connect_modal'
import classes from './connection_table.module.css'

interface Props {
  connection: Connection
  engineLabel: string
  isTesting: boolean
  onTest: () => void
  onDelete: () => void
}

export function ConnectionRow({ connection, engineLabel, isTesting, onTest, onDelete }: Props) {
  const { id, name, type, target, tags, visibility } = connection
  const { mayConnect } = useUser()
  return (
    <tr className={classes.row}>
      <td data-column="name">
        <div className={classes.name}>
          <EngineIcon type={type} />
          <div className={classes.names}>
            <Link href={`/connections/${id}`} className={classes.link} title={name}>
              {name}
            </Link>
            <span className={classes.below}>
              <MiddleElided text={target} />
            </span>
          </div>
        </div>
      </td>
      <td data-column="target">
        <span className={classes.target} aria-label={`${engineLabel}, ${target}`}>
          <MiddleElided text={target} />
        </span>
      </td>
      <td data-column="tags">
        <div className={classes.tags}>
          {tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </div>
      </td>
      <td data-column="visibility" className={classes.visibility}>
        {visibility === 'tenant' ? 'Team' : 'Only you'}
      </td>
      <td data-column="status">
        <ConnectionStatus connection={connection} isTesting={isTesting} />
      </td>
      <td data-column="menu">
        {mayConnect && <RowMenu connection={connection} onTest={onTest} onDelete={onDelete} />}
      </td>
    </tr>
  )
}

function RowMenu({
  connection,
  onTest,
  onDelete,
}: Pick<Props, 'connection' | 'onTest' | 'onDelete'>) {
  const edit = useConnectModal((modal) => modal.edit)
  return (
    <Menu width={168}>
      <Menu.Target>
        <ActionIcon className={classes.menu} aria-label={`Actions for ${connection.name}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPlugConnected size={16} stroke={1.6} />} onClick={onTest}>
          Test
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPencil size={16} stroke={1.6} />}
          onClick={() => edit(connection)}
        >
          Edit
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={16} stroke={1.6} />}
          onClick={onDelete}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
