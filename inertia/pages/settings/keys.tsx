import type { TenantKeyUsage } from '#vault/rotation/tenant_key_usage'
import { Failure } from '~/components/failure'
import { KeySummary } from '~/components/settings/key_summary'
import { KeyTable } from '~/components/settings/key_table'
import list from '~/components/settings/list.module.css'
import { SettingsFrame } from '~/components/settings/settings_frame'
import { useKeyUsage } from '~/hooks/use_key_usage'
import { AppLayout } from '~/layouts/app_layout'
import { useStrings } from '~/strings/strings_context'
import '~/strings/told/settings'

export default function KeysPage({ usage: initial }: { usage: TenantKeyUsage }) {
  const t = useStrings().settings.keys
  const { data: usage, error, refetch } = useKeyUsage(initial)
  return (
    <SettingsFrame title={t.title} lead={t.lead}>
      {error && <Failure title={t.failed} error={error} onRetry={() => void refetch()} />}
      {usage && (
        <>
          <KeySummary usage={usage} />
          <h2 className={list.section}>{t.table}</h2>
          <KeyTable keys={usage.keys} />
          <p className={list.quiet}>{t.fingerprint}</p>
        </>
      )}
    </SettingsFrame>
  )
}

KeysPage.layout = AppLayout
