import { router } from '@inertiajs/react'
import { Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Data } from '@generated/data'
import { useState } from 'react'
import { Ask } from '~/components/settings/ask'
import { RoleChoice } from '~/components/settings/role_choice'
import { useChangeMember } from '~/hooks/use_change_member'
import { useUser } from '~/hooks/use_user'
import { useStrings } from '~/strings/strings_context'

export function ChangeRole({ member, onClose }: { member: Data.Member; onClose: () => void }) {
  const t = useStrings().settings.members.role
  const { user } = useUser()
  const change = useChangeMember()
  const [role, setRole] = useState<string>(member.role)
  const who = member.fullName ?? member.email
  const isYourself = member.id === user?.id

  async function submit() {
    const { data } = await change.mutateAsync({ id: member.id, body: { role } })
    notifications.show({ message: t.done(who, t.asRole[data.role]) })
    onClose()
    // What this person may see has changed with it.
    if (isYourself) router.visit('/settings')
  }

  return (
    <Ask
      title={t.title(who)}
      submit={t.submit}
      isPending={change.isPending}
      isDisabled={role === member.role}
      error={change.error}
      failed={t.failed}
      onSubmit={() => void submit().catch(() => {})}
      onClose={onClose}
    >
      <RoleChoice label={t.label} value={role} onChange={setRole} />
      <Text size="sm" c="dimmed">
        {isYourself ? t.yourself : t.note}
      </Text>
    </Ask>
  )
}
