import { router } from '@inertiajs/react'
import {
  Menu,
  SegmentedControl,
  UnstyledButton,
  VisuallyHidden,
  useMantineColorScheme,
} from '@mantine/core'
import type { Data } from '@generated/data'
import { IconLogout, IconSelector } from '@tabler/icons-react'
import { useUser } from '~/hooks/use_user'
import classes from './user_menu.module.css'

/** Who is signed in, how the page should look, and the way out. */
export function UserMenu() {
  const { user } = useUser()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  if (!user) return null

  return (
    <Menu width={232} position="top-start" withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes.person}>
          <span className={classes.initials} aria-hidden="true">
            {initialsOf(user)}
          </span>
          <VisuallyHidden>Account of </VisuallyHidden>
          <span className={classes.name}>{user.fullName ?? user.email}</span>
          <IconSelector size={14} className={classes.chevron} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <div className={classes.email}>{user.email}</div>
          <div className={classes.role}>{roleNames[user.role] ?? user.role}</div>
        </div>
        <Menu.Divider />
        <div className={classes.scheme}>
          <SegmentedControl
            fullWidth
            aria-label="Appearance"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={[
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
              { value: 'auto', label: 'System' },
            ]}
          />
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.6} />}
          onClick={() => router.post('/sign-out')}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const roleNames: Record<string, string> = {
  admin: 'Administrator',
  editor: 'Editor',
  viewer: 'Viewer',
}

function initialsOf({ fullName, email }: Data.User) {
  const words = (fullName ?? email.split('@')[0] ?? '').split(/[\s._-]+/).filter(Boolean)
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
}
