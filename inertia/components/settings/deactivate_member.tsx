import { router } from '@inertiajs/react'
import { notifications } from '@mantine/notifications'
import type { Data } from '@generated/data'
import { Ask } from '~/components/settings/ask'
import { useChangeMember } from '~/hooks/use_change_member'
import { useUser } from '~/hooks/use_user'
import { useStrings } from '~/strings/strings_context'

interface Props {
  member: Data.Member
  onClose: () => void
  onDone: () => void
}

/** Says what ends at once and what stays, and asks. */
export function DeactivateMember({ member, onClose, onDone }: Props) {
  const t = useStrings().settings.members.deactivation
  const { user } = useUser()
  const change = useChangeMember()
  const who = member.fullName ?? member.email
  const isYourself = member.id === user?.id
  const ends = isYourself ? t.endsYourself : t.ends
  const [signedOut, tokens, invitations] = ends

  async function submit() {
    await change.mutateAsync({ id: member.id, body: { active: false } })
    if (isYourself) return router.visit('/sign-in')
    notifications.show({ message: t.done(who) })
    onDone()
  }

  return (
    <Ask
      title={isYourself ? t.titleYourself : t.title(who)}
      submit={t.submit}
      isDanger
      isPending={change.isPending}
      error={change.error}
      failed={t.failed}
      onSubmit={() => void submit().catch(() => {})}
      onClose={onClose}
    >
      <p>{t.at}</p>
      <ul>
        <li>{signedOut}</li>
        <li>{tokens}</li>
        {member.role === 'admin' && <li>{invitations}</li>}
      </ul>
      <p>{isYourself ? t.staysYourself : t.stays}</p>
    </Ask>
  )
}
