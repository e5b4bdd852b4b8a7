import { ActionIcon, Kbd, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { ConnectionFilters as Filters } from '~/hooks/use_connections'
import classes from './connection_filters.module.css'

interface Props {
  filters: Filters
  engineLabels: Record<string, string>
  onChange: (changes: Partial<Filters>) => void
}

export function ConnectionFilters({ filters, engineLabels, onChange }: Props) {
  const engines = Object.entries(engineLabels).map(([value, label]) => ({ value, label }))
  return (
    <div className={classes.filters} role="search">
      <SearchField value={filters.search} onChange={(search) => onChange({ search })} />
      <Select
        className={classes.select}
        aria-label="Engine"
        placeholder="Any engine"
        data={engines}
        value={filters.type || null}
        onChange={(type) => onChange({ type: type ?? '' })}
        clearable
      />
      <Select
        className={classes.select}
        aria-label="Last test"
        placeholder="Any status"
        data={statuses}
        value={filters.status || null}
        onChange={(status) => onChange({ status: status ?? '' })}
        clearable
      />
    </div>
  )
}

const statuses = [
  { value: 'passed', label: 'Passed' },
  { value: 'failed', label: 'Failed' },
  { value: 'untested', label: 'Not tested yet' },
]

/** Asks a moment after the last key; `/` leads to it from anywhere on the page. */
function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const ask = useDebouncedCallback(onChange, 200)
  useHotkeys([['/', () => input.current?.focus()]])

  function type(next: string) {
    setText(next)
    ask(next.trim())
  }

  return (
    <TextInput
      ref={input}
      className={classes.search}
      type="search"
      aria-label="Search connections"
      placeholder="Search by name, host or tag"
      leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
      rightSection={
        text ? (
          <ActionIcon size={24} aria-label="Clear the search" onClick={() => type('')}>
            <IconX size={14} />
          </ActionIcon>
        ) : (
          <Kbd size="xs" className={classes.key}>
            /
          </Kbd>
        )
      }
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}
