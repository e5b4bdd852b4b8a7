import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ApiError } from '~/api/client'
import { Ask } from '~/components/settings/ask'
import { RoleChoice } from '~/components/settings/role_choice'
import { SecretOnce } from '~/components/settings/secret_once'
import { useInviteMember } from '~/hooks/use_invite_member'
import { useStrings } from '~/strings/strings_context'

/** Asks whom to invite, then shows the link, this once. */
export function InviteMember({ onClose }: { onClose: () => void }) {
  const t = useStrings().settings.invitations
  const invite = useInviteMember()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState('editor')
  if (invite.data) {
    return <Link url={invite.data.data.url} email={invite.data.data.email} onClose={onClose} />
  }
  const atEmail = problemOf(invite.error, 'email')
  return (
    <Ask
      title={t.inviteTitle}
      submit={t.submit}
      isPending={invite.isPending}
      error={atEmail ? null : invite.error}
      failed={t.failed}
      onSubmit={() => invite.mutate({ email: email.trim(), role })}
      onClose={onClose}
    >
      <p>{t.inviteText}</p>
      <TextInput
        label={t.email}
        type="email"
        name="email"
        autoComplete="off"
        required
        withAsterisk={false}
        data-autofocus
        value={email}
        error={atEmail}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <RoleChoice label={t.role} value={role} onChange={setRole} />
    </Ask>
  )
}

/** A click beside it does not close it: what is lost here is lost. */
function Link({ url, email, onClose }: { url: string; email: string; onClose: () => void }) {
  const t = useStrings().settings.invitations
  return (
    <Modal opened onClose={onClose} title={t.madeTitle} size="lg" closeOnClickOutside={false}>
      <Stack gap="md">
        <SecretOnce
          label={t.link}
          secret={url}
          note={t.once(email)}
          copyLabel={t.copyLink}
          isPrimary
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t.done}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function problemOf(error: Error | null, field: string) {
  if (!(error instanceof ApiError)) return undefined
  return error.problems.find((problem) => problem.field === field)?.message
}
