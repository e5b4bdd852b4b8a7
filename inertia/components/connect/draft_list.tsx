import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { EngineDescription } from '~/api/types'
import { EngineIcon } from '~/components/engine_icon'
import { RelativeTime } from '~/components/relative_time'
import { useUser } from '~/hooks/use_user'
import { type ConnectionDraft, useConnectionDrafts } from '~/stores/connection_drafts'
import { useStrings } from '~/strings/strings_context'
import classes from './draft_list.module.css'

interface Props {
  engines: EngineDescription[]
  onGoOn: (draft: ConnectionDraft) => void
}

/** New connections that were begun and not saved, to go on with; nothing where there are none. */
export function DraftList({ engines, onGoOn }: Props) {
  const t = useStrings().connect.drafts
  const { user } = useUser()
  const { drafts, drop } = useConnectionDrafts()
  const own = drafts.filter(({ userId, isEdit, type }) => {
    const isKnown = engines.some(({ name }) => name === type)
    return userId === user?.id && !isEdit && isKnown
  })
  if (own.length === 0) return null
  return (
    <section className={classes.drafts} aria-label={t.label}>
      <h3 className={classes.title}>{t.label}</h3>
      <ul className={classes.list}>
        {own.map((draft) => (
          <li key={draft.id} className={classes.draft}>
            <UnstyledButton className={classes.go} onClick={() => onGoOn(draft)}>
              <EngineIcon type={draft.type} size={24} />
              <span className={classes.name}>{t.goOnWith(draft.title)}</span>
            </UnstyledButton>
            <span className={classes.time}>
              <RelativeTime at={new Date(draft.at).toISOString()} />
            </span>
            <ActionIcon aria-label={t.discard(draft.title)} onClick={() => drop(draft.id)}>
              <IconX size={16} aria-hidden="true" />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </section>
  )
}
