import { NativeSelect } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { SearchField } from '~/components/connections/search_field'
import type { ListFilters } from '~/hooks/use_connection_rows'
import { useStrings } from '~/strings/strings_context'
import classes from './connection_filters.module.css'

interface Props {
  filters: ListFilters
  /** What is in the search field, which is ahead of the filters by a moment. */
  typed: string
  engineLabels: Record<string, string>
  /** How many match, once that is known. */
  total: number | null
  onType: (text: string) => void
  onChange: (changes: Partial<ListFilters>) => void
}

/** What somebody looks for; all of it is in the address bar. */
export function ConnectionFilters(props: Props) {
  const { filters, typed, engineLabels, total, onType, onChange } = props
  const { filters: words, total: counted } = useStrings().connections
  return (
    <div className={classes.filters} role="search">
      <SearchField typed={typed} onType={onType} onSearch={(search) => onChange({ search })} />
      <Filter
        label={words.engine}
        any={words.anyEngine}
        options={engineLabels}
        value={filters.type}
        onChange={(type) => onChange({ type })}
      />
      <Filter
        label={words.status}
        any={words.anyStatus}
        options={words.statuses}
        value={filters.status}
        onChange={(status) => onChange({ status })}
      />
      <Filter
        className={classes.visibility}
        label={words.visibility}
        any={words.anyVisibility}
        options={words.visibilities}
        value={filters.visibility}
        onChange={(visibility) => onChange({ visibility })}
      />
      {filters.tag && <TagFilter tag={filters.tag} onClear={() => onChange({ tag: '' })} />}
      <span className={classes.total} role="status">
        {total !== null && counted(total)}
      </span>
    </div>
  )
}

interface FilterProps {
  className?: string
  label: string
  /** What it says while nothing is chosen. */
  any: string
  options: Record<string, string>
  value: string
  onChange: (value: string) => void
}

/** The browser's own select: the first page loads nothing that opens one, and phones show theirs. */
function Filter({ className = '', label, any, options, value, onChange }: FilterProps) {
  const choices = Object.entries(options).map(([key, text]) => ({ value: key, label: text }))
  return (
    <NativeSelect
      className={`${classes.select} ${className}`}
      aria-label={label}
      data={[{ value: '', label: any }, ...choices]}
      data-any={value === '' || undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function TagFilter({ tag, onClear }: { tag: string; onClear: () => void }) {
  const { filters: words } = useStrings().connections
  return (
    <button
      type="button"
      className={classes.tag}
      aria-label={words.clearTag(tag)}
      onClick={onClear}
    >
      <span className={classes.tagText}>{words.tag(tag)}</span>
      <IconX size={14} aria-hidden="true" />
    </button>
  )
}
