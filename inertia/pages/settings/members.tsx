import { Button } from '@mantine/core'
import type { Data } from '@generated/data'
import { IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Listing } from '~/api/types'
import { Failure } from '~/components/failure'
import { Pager } from '~/components/pager'
import { InvitationList } from '~/components/settings/invitation_list'
import { InviteMember } from '~/components/settings/invite_member'
import list from '~/components/settings/list.module.css'
import { type MemberAction, MemberActions } from '~/components/settings/member_actions'
import { MemberTable } from '~/components/settings/member_table'
import { SettingsFrame } from '~/components/settings/settings_frame'
import { useInvitations } from '~/hooks/use_invitations'
import { useMembers } from '~/hooks/use_members'
import { useUrlQuery } from '~/hooks/use_url_query'
import { AppLayout } from '~/layouts/app_layout'
import { useStrings } from '~/strings/strings_context'
import '~/strings/told/settings'

interface Props {
  members: Listing<Data.Member>
  invitations: Listing<Data.Invitation>
}

export default function MembersPage(props: Props) {
  const { members: t, invitations: words } = useStrings().settings
  const [{ page }, setQuery] = useUrlQuery({ page: '1' })
  const members = useMembers(page, props.members)
  const invitations = useInvitations(props.invitations)
  const [action, setAction] = useState<MemberAction | null>(null)
  const [isInviting, setInviting] = useState(false)
  const invite = (
    <Button leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
      {words.invite}
    </Button>
  )

  return (
    <SettingsFrame title={t.title} lead={t.lead} action={invite}>
      {members.error && (
        <Failure
          title={t.listFailed}
          error={members.error}
          onRetry={() => void members.refetch()}
        />
      )}
      {members.data && (
        <>
          <MemberTable
            members={members.data.data}
            isStale={members.isPlaceholderData}
            onAct={setAction}
          />
          <Pager
            meta={members.data.meta}
            noun={t.noun}
            onPage={(next) => setQuery({ page: String(next) }, { push: true })}
          />
        </>
      )}
      <h2 className={list.section}>{words.title}</h2>
      {invitations.error && (
        <Failure
          title={words.listFailed}
          error={invitations.error}
          onRetry={() => void invitations.refetch()}
        />
      )}
      {invitations.data && <InvitationList invitations={invitations.data.data} />}
      <MemberActions action={action} onAct={setAction} />
      {isInviting && <InviteMember onClose={() => setInviting(false)} />}
    </SettingsFrame>
  )
}

MembersPage.layout = AppLayout
