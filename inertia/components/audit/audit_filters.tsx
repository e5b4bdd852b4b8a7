import { ActionIcon, Autocomplete, Select, TextInput, Tooltip } from '@mantine/core'
import { IconFilterOff } from '@tabler/icons-react'
import type { AuditAction } from '#audit/actions'
import { useTypedText } from '~/components/audit/use_typed_text'
import { useAllMembers } from '~/hooks/use_all_members'
import type { AuditFilters as Filters } from '~/hooks/use_audit_events'
import { useStrings } from '~/strings/strings_context'
import classes from './audit_filters.module.css'

interface Props {
  filters: Filters
  onChange: (changes: Partial<Filters>) => void
  /** None while nothing is filtered. */
  onClear?: () => void
}

/** Who, what, how it ended, and when; all of it is in the address. */
export function AuditFilters({ filters, onChange, onClear }: Props) {
  const { audit: t } = useStrings()
  const { actions, groups } = t
  return (
    <div className={classes.filters} role="search" aria-label={t.filters.label}>
      <WhoField value={filters.actor} onChange={(actor) => onChange({ actor })} />
      <Select
        className={classes.action}
        aria-label={t.filters.action}
        placeholder={t.filters.anyAction}
        data={groupedActions(actions, groups)}
        value={filters.action || null}
        onChange={(action) => onChange({ action: action ?? '' })}
        searchable
        clearable
      />
      <Select
        className={classes.outcome}
        aria-label={t.filters.outcome}
        placeholder={t.filters.anyOutcome}
        data={Object.entries(t.outcomes).map(([value, label]) => ({ value, label }))}
        value={filters.outcome || null}
        onChange={(outcome) => onChange({ outcome: outcome ?? '' })}
        clearable
      />
      <TargetField value={filters.target} onChange={(target) => onChange({ target })} />
      <div className={classes.period}>
        {(['from', 'to'] as const).map((end) => (
          <TextInput
            key={end}
            className={classes.date}
            type="date"
            aria-label={t.filters[end]}
            leftSection={<span className={classes.end}>{t.filters[end]}</span>}
            leftSectionWidth={44}
            value={filters[end]}
            onChange={(event) => onChange({ [end]: event.currentTarget.value })}
          />
        ))}
      </div>
      {onClear && (
        <Tooltip label={t.filters.clear}>
          <ActionIcon size={36} onClick={onClear} aria-label={t.filters.clear}>
            <IconFilterOff size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  )
}

interface FieldProps {
  value: string
  onChange: (value: string) => void
}

/** Members are offered; an email or id of somebody else can be typed. */
function WhoField({ value, onChange }: FieldProps) {
  const t = useStrings().audit.filters
  const members = useAllMembers()
  const { text, setText, ask } = useTypedText(value, onChange)
  const emails = [...new Set((members.data?.data ?? []).map(({ email }) => email))]
  return (
    <Autocomplete
      className={classes.who}
      aria-label={t.who}
      placeholder={t.whoPlaceholder}
      data={emails}
      value={text}
      maxLength={254}
      onChange={(next) => {
        setText(next)
        ask(next.trim())
      }}
      onOptionSubmit={onChange}
      clearable
    />
  )
}

function TargetField({ value, onChange }: FieldProps) {
  const t = useStrings().audit.filters
  const { text, setText, ask } = useTypedText(value, onChange)

  function type(next: string) {
    setText(next)
    const id = next.trim()
    if (id === '' || isUuid(id)) ask(id)
  }

  return (
    <TextInput
      className={value === '' ? classes.emptyTarget : classes.target}
      aria-label={t.target}
      placeholder={t.targetPlaceholder}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
}

function groupedActions(actions: Record<AuditAction, string>, groups: Record<string, string>) {
  const found = new Map<string, { value: string; label: string }[]>()
  for (const [value, label] of Object.entries(actions)) {
    const group = groups[value.split('.')[0] ?? ''] ?? value
    found.set(group, [...(found.get(group) ?? []), { value, label }])
  }
  return [...found].map(([group, items]) => ({ group, items }))
}
