import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import type { LimitName, LimitStatus } from '#services/limit_status'
import { Failure } from '~/components/failure'
import { LimitTable } from '~/components/settings/limit_table'
import { SettingsFrame } from '~/components/settings/settings_frame'
import { useLimits } from '~/hooks/use_limits'
import { AppLayout } from '~/layouts/app_layout'
import { useStrings } from '~/strings/strings_context'

type Group = 'requests' | 'now' | 'databases' | 'login'

/** Where each limit is told; a new one does not compile without a place. */
const places: Record<LimitName, Group> = {
  tests: 'requests',
  reads: 'requests',
  datasets: 'requests',
  exports: 'requests',
  imports: 'requests',
  under_way: 'now',
  sessions: 'now',
  server_tests: 'databases',
  refused_sign_ins: 'databases',
  failed_logins: 'login',
}
const groups: Group[] = ['requests', 'now', 'databases', 'login']

export default function LimitsPage({ limits: initial }: { limits: LimitStatus[] }) {
  const { refresh, limits: t } = useStrings().settings
  const { data: limits, error, isFetching, refetch } = useLimits(initial)
  const again = (
    <Button
      variant="default"
      leftSection={<IconRefresh size={16} />}
      loading={isFetching}
      onClick={() => void refetch()}
    >
      {refresh}
    </Button>
  )
  return (
    <SettingsFrame title={t.title} lead={t.lead} action={again}>
      {error && <Failure title={t.failed} error={error} onRetry={() => void refetch()} />}
      {limits &&
        groups.map((group) => (
          <LimitTable
            key={group}
            title={t.groups[group]}
            limits={limits.filter(({ name }) => places[name] === group)}
          />
        ))}
    </SettingsFrame>
  )
}

LimitsPage.layout = AppLayout
