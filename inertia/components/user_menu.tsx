import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useMounted } from '@mantine/hooks'
import type { Data } from '@generated/data'
import { IconKeyboard, IconLogout, IconSelector } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { Appearance } from '~/components/appearance'
import { useSignOut } from '~/hooks/use_sign_out'
import { useUser } from '~/hooks/use_user'
import { useShortcutStore } from '~/stores/shortcuts'
import { useStrings } from '~/strings/strings_context'
import classes from './user_menu.module.css'

/** Who is signed in, how the page should look, and the way out. The browser's own popover needs no code of ours. */
export function UserMenu() {
  const { user } = useUser()
  const { account } = useStrings().shell
  const panel = useId()
  // The chosen appearance is known to the browser alone.
  const isMounted = useMounted()
  if (!user) return null

  return (
    <>
      <UnstyledButton className={classes.person} popoverTarget={panel}>
        <span className={classes.initials} aria-hidden="true">
          {initialsOf(user)}
        </span>
        <VisuallyHidden>{`${account.of} `}</VisuallyHidden>
        <span className={classes.name}>{user.fullName ?? user.email}</span>
        <IconSelector size={14} className={classes.chevron} aria-hidden="true" />
      </UnstyledButton>
      <div id={panel} popover="auto" className={classes.panel}>
        <Who user={user} />
        {isMounted && <Appearance />}
        <Actions panel={panel} />
      </div>
    </>
  )
}

function Who({ user: { email, role } }: { user: Data.User }) {
  const roles: Record<string, string> = useStrings().common.roles
  return (
    <div className={classes.who}>
      <div className={classes.email}>{email}</div>
      <div className={classes.role}>{roles[role] ?? role}</div>
    </div>
  )
}

function Actions({ panel }: { panel: string }) {
  const { account } = useStrings().shell
  const showSheet = useShortcutStore((store) => store.showSheet)
  return (
    <div className={classes.actions}>
      <Action panel={panel} icon={<IconKeyboard {...line} />} onClick={() => showSheet(true)}>
        {account.shortcuts}
      </Action>
      <Action panel={panel} icon={<IconLogout {...line} />} onClick={useSignOut()}>
        {account.signOut}
      </Action>
    </div>
  )
}

const line = { 'size': 16, 'stroke': 1.6, 'aria-hidden': true } as const

interface ActionProps {
  /** What closes once it was chosen. */
  panel: string
  icon: ReactNode
  onClick: () => void
  children: ReactNode
}

function Action({ panel, icon, onClick, children }: ActionProps) {
  return (
    <UnstyledButton
      className={classes.action}
      popoverTarget={panel}
      popoverTargetAction="hide"
      onClick={onClick}
    >
      {icon}
      {children}
    </UnstyledButton>
  )
}

function initialsOf({ fullName, email }: Data.User) {
  const words = (fullName ?? email.split('@')[0] ?? '').split(/[\s._-]+/).filter(Boolean)
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
}
