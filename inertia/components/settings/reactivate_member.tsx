import { notifications } from '@mantine/notifications'
import type { Data } from '@generated/data'
import { Ask } from '~/components/settings/ask'
import { useChangeMember } from '~/hooks/use_change_member'
import { useStrings } from '~/strings/strings_context'

export function ReactivateMember({
  member,
  onClose,
}: {
  member: Data.Member
  onClose: () => void
}) {
  const t = useStrings().settings.members.reactivation
  const change = useChangeMember()
  const who = member.fullName ?? member.email

  async function submit() {
    await change.mutateAsync({ id: member.id, body: { active: true } })
    notifications.show({ message: t.done(who) })
    onClose()
  }

  return (
    <Ask
      title={t.title(who)}
      submit={t.submit}
      isPending={change.isPending}
      error={change.error}
      failed={t.failed}
      onSubmit={() => void submit().catch(() => {})}
      onClose={onClose}
    >
      <p>{t.text}</p>
    </Ask>
  )
}
