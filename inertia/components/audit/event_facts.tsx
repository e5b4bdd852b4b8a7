import { Button, Group } from '@mantine/core'
import type { Data } from '@generated/data'
import type { ReactNode } from 'react'
import { CopyText } from '~/components/copy_text'
import type { AuditFilters } from '~/hooks/use_audit_events'
import { useStrings } from '~/strings/strings_context'
import classes from './event_facts.module.css'

interface Props {
  event: Data.AuditEvent
  onFilter: (changes: Partial<AuditFilters>) => void
}

/** All that the trail has of one event. */
export function EventFacts({ event, onFilter }: Props) {
  const { audit: t, common } = useStrings()
  const { actor, target, requestId } = event
  const person = actor.id ?? actor.email
  return (
    <div className={classes.facts}>
      <dl className={classes.list}>
        {factsOf(event, t).map(([name, value]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd>{value ?? <span className={classes.none}>{t.none}</span>}</dd>
          </div>
        ))}
        <div className={classes.fact}>
          <dt>{t.facts.requestId}</dt>
          <dd className={classes.request}>
            {requestId ?? <span className={classes.none}>{t.none}</span>}
            {requestId && <CopyText text={requestId} label={common.copy} size="compact-xs" />}
          </dd>
        </div>
      </dl>
      <Group gap="xs">
        <CopyText text={JSON.stringify(event, null, 2)} label={t.copyJson} />
        {person && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => onFilter({ actor: actor.email ?? person })}
          >
            {t.onlyPerson}
          </Button>
        )}
        {target?.id && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => onFilter({ target: target.id ?? '' })}
          >
            {t.onlyTarget}
          </Button>
        )}
      </Group>
    </div>
  )
}

type Words = ReturnType<typeof useStrings>['audit']

function factsOf(event: Data.AuditEvent, t: Words): [name: string, value: ReactNode][] {
  const { actor, target, durationMs, sequence } = event
  return [
    [t.facts.time, event.createdAt],
    [t.facts.actor, lines(actor.email ?? (actor.id ? null : t.system), actor.id)],
    [t.facts.action, event.action],
    [t.facts.target, target && lines(target.name, `${target.type} ${target.id ?? ''}`)],
    [t.facts.outcome, event.outcome],
    [t.facts.code, event.code],
    [t.facts.ip, event.ip],
    [t.facts.duration, durationMs === null ? null : t.milliseconds(durationMs)],
    [t.facts.sequence, sequence],
    [t.facts.hash, event.hash],
    [t.facts.id, event.id],
  ]
}

function lines(...texts: (string | null)[]) {
  return texts
    .filter((text) => text !== null)
    .map((text) => (
      <span key={text} className={classes.line}>
        {text}
      </span>
    ))
}
