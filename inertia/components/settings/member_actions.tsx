import type { Data } from '@generated/data'
import { DeactivateMember } from '~/components/settings/deactivate_member'
import { HandOverConnections } from '~/components/settings/hand_over_connections'
import { ChangeRole } from '~/components/settings/change_role'
import { ReactivateMember } from '~/components/settings/reactivate_member'

export interface MemberAction {
  kind: 'role' | 'deactivate' | 'reactivate' | 'transfer'
  member: Data.Member
}

interface Props {
  action: MemberAction | null
  onAct: (action: MemberAction | null) => void
}

/** The dialog of what is being done to a member. */
export function MemberActions({ action, onAct }: Props) {
  if (!action) return null
  const { kind, member } = action
  const close = () => onAct(null)
  if (kind === 'role') return <ChangeRole member={member} onClose={close} />
  if (kind === 'reactivate') return <ReactivateMember member={member} onClose={close} />
  if (kind === 'transfer') return <HandOverConnections member={member} onClose={close} />
  return (
    <DeactivateMember
      member={member}
      onClose={close}
      onDone={() => onAct({ kind: 'transfer', member })}
    />
  )
}
