import { Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Data } from '@generated/data'
import { useState } from 'react'
import { Ask } from '~/components/settings/ask'
import { useAllMembers } from '~/hooks/use_all_members'
import { useTransferConnections } from '~/hooks/use_transfer_connections'
import { useStrings } from '~/strings/strings_context'

/** Gives what a member who left kept to somebody who stays. */
export function HandOverConnections({
  member,
  onClose,
}: {
  member: Data.Member
  onClose: () => void
}) {
  const t = useStrings().settings.members.handover
  const members = useAllMembers()
  const transfer = useTransferConnections()
  const [to, setTo] = useState<string | null>(null)
  const heirs = (members.data?.data ?? [])
    .filter(({ id, active, role }) => active && role !== 'viewer' && id !== member.id)
    .map(({ id, fullName, email }) => ({ value: id, label: fullName ?? email }))

  async function submit() {
    if (to === null) return
    const { data } = await transfer.mutateAsync({ from: member.id, to })
    const name = heirs.find(({ value }) => value === to)?.label ?? ''
    notifications.show({ message: t.done(data.transferred, name) })
    onClose()
  }

  return (
    <Ask
      title={t.title(member.fullName ?? member.email)}
      submit={t.submit}
      keep={t.later}
      isPending={transfer.isPending}
      isDisabled={to === null}
      error={transfer.error ?? members.error}
      failed={t.failed}
      onSubmit={() => void submit().catch(() => {})}
      onClose={onClose}
    >
      <p>{t.text}</p>
      <Select
        label={t.to}
        placeholder={t.choose}
        data={heirs}
        value={to}
        onChange={setTo}
        nothingFoundMessage={members.isSuccess ? t.nobody : undefined}
        searchable
        data-autofocus
      />
    </Ask>
  )
}
