import { VisuallyHidden } from '@mantine/core'
import type { Data } from '@generated/data'
import { useState } from 'react'
import { EventRow } from '~/components/audit/event_row'
import type { AuditFilters } from '~/hooks/use_audit_events'
import { useStrings } from '~/strings/strings_context'
import classes from './event_table.module.css'

interface Props {
  events: Data.AuditEvent[]
  isStale: boolean
  onFilter: (changes: Partial<AuditFilters>) => void
}

/** What happened, newest first; a row opens to all its facts. */
export function EventTable({ events, isStale, onFilter }: Props) {
  const t = useStrings().audit
  const [opened, setOpened] = useState<string | null>(null)
  return (
    <table className={classes.table} aria-label={t.title} data-stale={isStale || undefined}>
      <thead>
        <tr>
          <th scope="col" data-column="when">
            {t.columns.when}
          </th>
          <th scope="col" data-column="who">
            {t.columns.who}
          </th>
          <th scope="col" data-column="what">
            {t.columns.what}
          </th>
          <th scope="col" data-column="target">
            {t.columns.target}
          </th>
          <th scope="col" data-column="outcome">
            {t.columns.outcome}
          </th>
          <th scope="col" data-column="menu">
            <VisuallyHidden>{t.columns.details}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <EventRow
            key={event.id}
            event={event}
            isOpened={event.id === opened}
            onToggle={() => setOpened(event.id === opened ? null : event.id)}
            onFilter={onFilter}
          />
        ))}
      </tbody>
    </table>
  )
}
