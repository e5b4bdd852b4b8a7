import { Menu } from '@mantine/core'
import {
  IconCopy,
  IconLock,
  IconPencil,
  IconPlugConnected,
  IconSquareCheck,
  IconTag,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react'
import { type CSSProperties, type Ref, useRef } from 'react'
import type { Connection } from '~/api/types'
import { useUser } from '~/hooks/use_user'
import { useStrings } from '~/strings/strings_context'
import classes from './connection_table.module.css'

export type RowAction = 'test' | 'edit' | 'tags' | 'duplicate' | 'visibility' | 'select' | 'delete'

/** The menu of a row, and the button that opened it. */
export interface OpenMenu {
  connection: Connection
  button: HTMLElement
}

interface Props {
  menu: OpenMenu | null
  isSelected: boolean
  onAction: (action: RowAction, connection: Connection) => void
  onClose: () => void
}

/** One menu for all rows: it opens where the button of the row is, and scrolls along with it. */
export function RowMenu({ menu, isSelected, onAction, onClose }: Props) {
  const { menu: words } = useStrings().connections
  const last = useRef(menu)
  if (menu) last.current = menu
  const shown = menu ?? last.current

  return (
    <Menu
      opened={menu !== null}
      onClose={onClose}
      width={200}
      returnFocus={false}
      // Within the page's main part, and with nothing in it that is not an item.
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      onExitTransitionEnd={() => focusAgain(last.current)}
    >
      <Menu.Target>
        <Anchor place={placeOf(shown)} />
      </Menu.Target>
      <Menu.Dropdown aria-label={shown ? words.label(shown.connection.name) : undefined}>
        {shown && (
          <Items
            connection={shown.connection}
            isSelected={isSelected}
            onAction={(action) => onAction(action, shown.connection)}
          />
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

/** It only says where: to a screen reader the row's own button has the menu. */
function Anchor({ place, ref }: { place?: CSSProperties; ref?: Ref<HTMLSpanElement> }) {
  return <span ref={ref} className={classes.anchor} style={place} aria-hidden="true" />
}

interface ItemsProps {
  connection: Connection
  isSelected: boolean
  onAction: (action: RowAction) => void
}

function Items({ connection, isSelected, onAction }: ItemsProps) {
  const { menu: words } = useStrings().connections
  const { user } = useUser()
  const isOwner = connection.ownerId === user?.id
  const isShared = connection.visibility === 'tenant'
  const item = (action: RowAction, Icon: typeof IconTag, label: string) => (
    <Menu.Item
      leftSection={<Icon size={16} stroke={1.6} />}
      c={action === 'delete' ? 'var(--status-failed)' : undefined}
      // Where there is room, every row has a box for it.
      hiddenFrom={action === 'select' ? 'sm' : undefined}
      onClick={() => onAction(action)}
    >
      {label}
    </Menu.Item>
  )
  return (
    <>
      {item('test', IconPlugConnected, words.test)}
      {item('edit', IconPencil, words.edit)}
      {item('tags', IconTag, words.tags)}
      {(isOwner || user?.role === 'admin') && item('duplicate', IconCopy, words.duplicate)}
      {isOwner &&
        item('visibility', isShared ? IconLock : IconUsers, isShared ? words.hide : words.share)}
      {item('select', IconSquareCheck, isSelected ? words.unselect : words.select)}
      <Menu.Divider />
      {item('delete', IconTrash, words.delete)}
    </>
  )
}

/** Over the button, within the box that both of them are in. */
function placeOf(menu: OpenMenu | null): CSSProperties | undefined {
  const box = menu?.button.closest('table')?.parentElement?.getBoundingClientRect()
  if (!menu || !box) return undefined
  const { top, left, width, height } = menu.button.getBoundingClientRect()
  return { top: top - box.top, left: left - box.left, width, height }
}

/** Unless what was chosen has taken the focus elsewhere. */
function focusAgain(menu: OpenMenu | null) {
  const { activeElement, body } = document
  if (menu && (activeElement === body || activeElement === null)) menu.button.focus()
}
