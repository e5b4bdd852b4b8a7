import { ActionIcon } from '@mantine/core'
import type { Data } from '@generated/data'
import { IconChevronDown } from '@tabler/icons-react'
import { EventFacts } from '~/components/audit/event_facts'
import { RelativeTime } from '~/components/relative_time'
import type { AuditFilters } from '~/hooks/use_audit_events'
import { useStrings } from '~/strings/strings_context'
import classes from './event_table.module.css'

interface Props {
  event: Data.AuditEvent
  isOpened: boolean
  onToggle: () => void
  onFilter: (changes: Partial<AuditFilters>) => void
}

export function EventRow({ event, isOpened, onToggle, onFilter }: Props) {
  const t = useStrings().audit
  const { id, actor, action, target, outcome, createdAt } = event
  const who = actor.email ?? (actor.id ? t.nobody : t.system)
  return (
    <>
      <tr className={classes.row} onClick={onToggle} data-opened={isOpened || undefined}>
        <td data-column="when">{createdAt && <RelativeTime at={createdAt} />}</td>
        <td data-column="who" title={who}>
          {who}
        </td>
        <td data-column="what">
          <span className={classes.what}>{t.actions[action as keyof typeof t.actions]}</span>
          <span className={classes.below}>{who}</span>
        </td>
        <td data-column="target" title={target?.name ?? undefined}>
          {target?.name}
        </td>
        <td data-column="outcome">
          <span className={classes.outcome} data-outcome={outcome}>
            {t.outcomes[outcome]}
          </span>
        </td>
        <td data-column="menu">
          <ActionIcon
            aria-label={t.detailsOf(t.actions[action as keyof typeof t.actions], who)}
            aria-expanded={isOpened}
            aria-controls={isOpened ? `event-${id}` : undefined}
            className={classes.chevron}
            onClick={(click) => {
              click.stopPropagation()
              onToggle()
            }}
          >
            <IconChevronDown size={16} />
          </ActionIcon>
        </td>
      </tr>
      {isOpened && (
        <tr id={`event-${id}`} className={classes.details}>
          <td colSpan={6}>
            <EventFacts event={event} onFilter={onFilter} />
          </td>
        </tr>
      )}
    </>
  )
}
