import { CloseButton, Select, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTypedText } from '~/components/audit/use_typed_text'
import type { DatasetFilters as Filters } from '~/hooks/use_datasets'
import { useShortcutStore } from '~/stores/shortcuts'
import { useStrings } from '~/strings/strings_context'
import classes from './dataset_filters.module.css'

interface Props {
  filters: Filters
  onChange: (changes: Partial<Filters>) => void
}

/** What somebody looks for; all of it is in the address bar. `/` leads here. */
export function DatasetFilters({ filters, onChange }: Props) {
  const t = useStrings().datasets.list
  const input = useRef<HTMLInputElement>(null)
  const areSingleKeysOn = useShortcutStore((store) => store.areSingleKeysOn)
  useHotkeys(areSingleKeysOn ? [['/', () => input.current?.focus()]] : [])
  const { text, setText, ask } = useTypedText(filters.search, (search) => onChange({ search }))

  function type(next: string) {
    setText(next)
    ask(next.trim())
  }

  return (
    <div className={classes.filters} role="search" aria-label={t.filters.label}>
      <TextInput
        ref={input}
        className={classes.search}
        type="search"
        aria-label={t.filters.search}
        placeholder={t.filters.placeholder}
        maxLength={200}
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
        rightSection={
          text && (
            <CloseButton size="sm" aria-label={t.filters.clearSearch} onClick={() => type('')} />
          )
        }
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <Select
        className={classes.status}
        aria-label={t.filters.status}
        placeholder={t.filters.anyStatus}
        data={Object.entries(t.statuses).map(([value, label]) => ({ value, label }))}
        value={filters.status || null}
        onChange={(status) => onChange({ status: status ?? '' })}
        clearable
      />
    </div>
  )
}
