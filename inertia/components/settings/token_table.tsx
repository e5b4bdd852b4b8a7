import { usePage } from '@inertiajs/react'
import { Button, VisuallyHidden } from '@mantine/core'
import type { Data } from '@generated/data'
import { RelativeTime } from '~/components/relative_time'
import { useStrings } from '~/strings/strings_context'
import list from './list.module.css'
import classes from './token_table.module.css'

interface Props {
  tokens: Data.ApiToken[]
  /** Whether whose it is needs to be said. */
  showsOwner: boolean
  isStale: boolean
  onRevoke: (token: Data.ApiToken) => void
}

/** API tokens, without their texts. */
export function TokenTable({ tokens, showsOwner, isStale, onRevoke }: Props) {
  const t = useStrings().settings.tokens
  return (
    <table className={list.table} aria-label={t.title} data-stale={isStale || undefined}>
      <thead>
        <tr>
          <th scope="col">{t.columns.name}</th>
          {showsOwner && (
            <th scope="col" className={`${classes.owner} ${list.wideOnly}`}>
              {t.columns.owner}
            </th>
          )}
          <th scope="col" className={`${classes.time} ${list.wideOnly}`}>
            {t.columns.lastUsed}
          </th>
          <th scope="col" className={classes.time}>
            {t.columns.expires}
          </th>
          <th scope="col" data-column="action">
            <VisuallyHidden>{t.columns.actions}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <TokenRow
            key={token.id}
            token={token}
            showsOwner={showsOwner}
            onRevoke={() => onRevoke(token)}
          />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  token: Data.ApiToken
  showsOwner: boolean
  onRevoke: () => void
}

function TokenRow({ token, showsOwner, onRevoke }: RowProps) {
  const t = useStrings().settings.tokens
  const { name, abilities, owner, lastUsedAt } = token
  return (
    <tr>
      <td>
        <div className={list.main}>
          <span className={list.name} title={name}>
            {name}
          </span>
          <span className={`${list.below} ${list.mono}`} title={abilities.join(', ')}>
            {abilities.join(' ')}
          </span>
          {showsOwner && <span className={`${list.below} ${list.narrowOnly}`}>{owner.email}</span>}
        </div>
      </td>
      {showsOwner && (
        <td className={list.wideOnly}>
          <div className={list.main}>
            <span className={classes.email} title={owner.email}>
              {owner.email}
            </span>
          </div>
        </td>
      )}
      <td className={`${list.quiet} ${list.wideOnly}`}>
        {lastUsedAt ? <RelativeTime at={lastUsedAt} /> : t.unused}
      </td>
      <td>
        <Expiry token={token} />
      </td>
      <td data-column="action">
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          mih={32}
          fw={500}
          onClick={onRevoke}
          aria-label={t.revokeOf(name)}
        >
          {t.revoke}
        </Button>
      </td>
    </tr>
  )
}

/** One without end is flagged: somebody must remember to revoke it. */
function Expiry({ token }: { token: Data.ApiToken }) {
  const t = useStrings().settings.tokens
  const { now } = usePage().props as { now?: string }
  const { expiresAt } = token
  if (!expiresAt) return <span className={list.warning}>{t.never}</span>
  if (now && Date.parse(expiresAt) <= Date.parse(now))
    return <span className={list.failed}>{t.expired}</span>
  return <RelativeTime at={expiresAt} />
}
