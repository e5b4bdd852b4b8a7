import { ActionIcon, Menu, VisuallyHidden } from '@mantine/core'
import type { Data } from '@generated/data'
import {
  IconArrowsExchange,
  IconDots,
  IconUserCheck,
  IconUserCog,
  IconUserOff,
} from '@tabler/icons-react'
import { RelativeTime } from '~/components/relative_time'
import type { MemberAction } from '~/components/settings/member_actions'
import { useUser } from '~/hooks/use_user'
import { useStrings } from '~/strings/strings_context'
import classes from './member_table.module.css'
import list from './list.module.css'

interface Props {
  members: Data.Member[]
  isStale: boolean
  onAct: (action: MemberAction) => void
}

/** Everybody of the team, those who left included. */
export function MemberTable({ members, isStale, onAct }: Props) {
  const t = useStrings().settings.members
  return (
    <table className={list.table} aria-label={t.title} data-stale={isStale || undefined}>
      <thead>
        <tr>
          <th scope="col">{t.columns.name}</th>
          <th scope="col" className={classes.role}>
            {t.columns.role}
          </th>
          <th scope="col" className={`${classes.time} ${list.wideOnly}`}>
            {t.columns.lastSignIn}
          </th>
          <th scope="col" className={`${classes.state} ${list.wideOnly}`}>
            {t.columns.state}
          </th>
          <th scope="col" data-column="menu">
            <VisuallyHidden>{t.columns.actions}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} onAct={onAct} />
        ))}
      </tbody>
    </table>
  )
}

function MemberRow({ member, onAct }: { member: Data.Member; onAct: Props['onAct'] }) {
  const { common, settings } = useStrings()
  const t = settings.members
  const { user } = useUser()
  const { id, email, fullName, role, active, lastLoginAt } = member
  return (
    <tr data-inactive={!active || undefined} className={classes.row}>
      <td>
        <div className={list.main}>
          <span className={list.name} title={fullName ?? email}>
            {fullName ?? email}
            {id === user?.id && <span className={classes.you}>{t.you}</span>}
          </span>
          {fullName && <span className={list.below}>{email}</span>}
          {!active && <span className={`${list.below} ${list.narrowOnly}`}>{t.deactivated}</span>}
        </div>
      </td>
      <td>{common.roles[role]}</td>
      <td className={`${list.quiet} ${list.wideOnly}`}>
        {lastLoginAt ? <RelativeTime at={lastLoginAt} /> : t.never}
      </td>
      <td className={list.wideOnly}>
        <span className={list.state} data-state={active ? 'active' : 'over'}>
          {active ? t.active : t.deactivated}
        </span>
      </td>
      <td data-column="menu">
        <MemberMenu member={member} onAct={onAct} />
      </td>
    </tr>
  )
}

function MemberMenu({ member, onAct }: { member: Data.Member; onAct: Props['onAct'] }) {
  const t = useStrings().settings.members
  const item = (kind: MemberAction['kind'], Icon: typeof IconDots, label: string) => (
    <Menu.Item
      className={kind === 'deactivate' ? classes.danger : undefined}
      leftSection={<Icon size={16} stroke={1.6} />}
      onClick={() => onAct({ kind, member })}
    >
      {label}
    </Menu.Item>
  )
  return (
    <Menu width={220}>
      <Menu.Target>
        <ActionIcon aria-label={t.actionsFor(member.fullName ?? member.email)}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {item('role', IconUserCog, t.changeRole)}
        {member.active ? (
          item('deactivate', IconUserOff, t.deactivate)
        ) : (
          <>
            {item('transfer', IconArrowsExchange, t.transfer)}
            {item('reactivate', IconUserCheck, t.reactivate)}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
