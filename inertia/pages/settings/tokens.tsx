import { Button } from '@mantine/core'
import type { Data } from '@generated/data'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Listing } from '~/api/types'
import { EmptyState } from '~/components/empty_state'
import { Failure } from '~/components/failure'
import { Pager } from '~/components/pager'
import { CreateToken } from '~/components/settings/create_token'
import { RevokeToken } from '~/components/settings/revoke_token'
import { SettingsFrame } from '~/components/settings/settings_frame'
import { TokenTable } from '~/components/settings/token_table'
import { useTokens } from '~/hooks/use_tokens'
import { useUrlQuery } from '~/hooks/use_url_query'
import { useUser } from '~/hooks/use_user'
import { AppLayout } from '~/layouts/app_layout'
import { useStrings } from '~/strings/strings_context'
import '~/strings/told/settings'

interface Props {
  tokens: Listing<Data.ApiToken>
  apiUrl: string
}

export default function TokensPage({ tokens: initial, apiUrl }: Props) {
  const t = useStrings().settings.tokens
  const { user } = useUser()
  const [{ page }, setQuery] = useUrlQuery({ page: '1' })
  const { data, error, isPlaceholderData, refetch } = useTokens(page, initial)
  const [isMaking, setMaking] = useState(false)
  const [doomed, setDoomed] = useState<Data.ApiToken | null>(null)
  const isAdmin = user?.role === 'admin'
  const isEmpty = data?.meta.total === 0
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      {t.create}
    </Button>
  )

  return (
    <SettingsFrame
      title={t.title}
      lead={isAdmin ? t.leadTeam : t.lead}
      action={isEmpty ? undefined : create}
    >
      {error && <Failure title={t.listFailed} error={error} onRetry={() => void refetch()} />}
      {isEmpty && (
        <EmptyState icon={<IconKey size={36} stroke={1.4} />} title={t.emptyTitle} action={create}>
          {t.emptyText}
        </EmptyState>
      )}
      {data && !isEmpty && (
        <>
          <TokenTable
            tokens={data.data}
            showsOwner={isAdmin}
            isStale={isPlaceholderData}
            onRevoke={setDoomed}
          />
          <Pager
            meta={data.meta}
            noun={t.noun}
            onPage={(next) => setQuery({ page: String(next) }, { push: true })}
          />
        </>
      )}
      {doomed && <RevokeToken token={doomed} onClose={() => setDoomed(null)} />}
      {isMaking && <CreateToken apiUrl={apiUrl} onClose={() => setMaking(false)} />}
    </SettingsFrame>
  )
}

TokensPage.layout = AppLayout
