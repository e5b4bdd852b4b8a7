import { notifications } from '@mantine/notifications'
import type { Data } from '@generated/data'
import { Ask } from '~/components/settings/ask'
import { useRevokeToken } from '~/hooks/use_revoke_token'
import { useStrings } from '~/strings/strings_context'

/** Says who is refused from now on, and asks. */
export function RevokeToken({ token, onClose }: { token: Data.ApiToken; onClose: () => void }) {
  const t = useStrings().settings.tokens
  const revoke = useRevokeToken()

  async function submit() {
    await revoke.mutateAsync(token.id)
    notifications.show({ message: t.revoked(token.name) })
    onClose()
  }

  return (
    <Ask
      title={t.revokeTitle}
      submit={t.revoke}
      keep={t.keep}
      isDanger
      isPending={revoke.isPending}
      error={revoke.error}
      failed={t.revokeFailed}
      onSubmit={() => void submit().catch(() => {})}
      onClose={onClose}
    >
      <p>{t.revokeText(token.name)}</p>
    </Ask>
  )
}
