import { Button, VisuallyHidden } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Data } from '@generated/data'
import { useState } from 'react'
import { RelativeTime } from '~/components/relative_time'
import { Ask } from '~/components/settings/ask'
import { useWithdrawInvitation } from '~/hooks/use_withdraw_invitation'
import { useStrings } from '~/strings/strings_context'
import classes from './invitation_list.module.css'
import list from './list.module.css'

/** Links that nobody has used yet, and the way to make them worthless. */
export function InvitationList({ invitations }: { invitations: Data.Invitation[] }) {
  const t = useStrings().settings.invitations
  const [doomed, setDoomed] = useState<Data.Invitation | null>(null)
  return (
    <>
      {invitations.length === 0 ? (
        <p className={list.quiet}>{t.empty}</p>
      ) : (
        <InvitationTable invitations={invitations} onWithdraw={setDoomed} />
      )}
      {doomed && <Withdrawal invitation={doomed} onClose={() => setDoomed(null)} />}
    </>
  )
}

interface TableProps {
  invitations: Data.Invitation[]
  onWithdraw: (invitation: Data.Invitation) => void
}

function InvitationTable({ invitations, onWithdraw }: TableProps) {
  const t = useStrings().settings.invitations
  return (
    <table className={list.table} aria-label={t.title}>
      <thead>
        <tr>
          <th scope="col">{t.columns.email}</th>
          <th scope="col" className={`${classes.role} ${list.wideOnly}`}>
            {t.columns.role}
          </th>
          <th scope="col" className={`${classes.expires} ${list.wideOnly}`}>
            {t.columns.expires}
          </th>
          <th scope="col" data-column="action">
            <VisuallyHidden>{t.columns.actions}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {invitations.map((invitation) => (
          <InvitationRow
            key={invitation.id}
            invitation={invitation}
            onWithdraw={() => onWithdraw(invitation)}
          />
        ))}
      </tbody>
    </table>
  )
}

function InvitationRow(props: { invitation: Data.Invitation; onWithdraw: () => void }) {
  const { common, settings } = useStrings()
  const t = settings.invitations
  const { email, role, status, expiresAt } = props.invitation
  const end =
    status === 'expired' || !expiresAt ? (
      <span className={list.warning}>{t.expired}</span>
    ) : (
      <RelativeTime at={expiresAt} />
    )
  return (
    <tr>
      <td>
        <div className={list.main}>
          <span className={list.name} title={email}>
            {email}
          </span>
          <span className={`${list.below} ${list.narrowOnly}`}>
            {common.roles[role]} · {end}
          </span>
        </div>
      </td>
      <td className={list.wideOnly}>{common.roles[role]}</td>
      <td className={`${list.quiet} ${list.wideOnly}`}>{end}</td>
      <td data-column="action">
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          mih={32}
          fw={500}
          onClick={props.onWithdraw}
          aria-label={t.withdrawOf(email)}
        >
          {t.withdraw}
        </Button>
      </td>
    </tr>
  )
}

function Withdrawal(props: { invitation: Data.Invitation; onClose: () => void }) {
  const t = useStrings().settings.invitations
  const { id, email } = props.invitation
  const withdraw = useWithdrawInvitation()

  async function submit() {
    await withdraw.mutateAsync(id)
    notifications.show({ message: t.withdrawn(email) })
    props.onClose()
  }

  return (
    <Ask
      title={t.withdrawTitle}
      submit={t.withdraw}
      keep={t.keep}
      isDanger
      isPending={withdraw.isPending}
      error={withdraw.error}
      failed={t.withdrawFailed}
      onSubmit={() => void submit().catch(() => {})}
      onClose={props.onClose}
    >
      <p>{t.withdrawText(email)}</p>
    </Ask>
  )
}
