import { ActionIcon, Kbd, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useShortcutStore } from '~/stores/shortcuts'
import { useStrings } from '~/strings/strings_context'
import classes from './connection_filters.module.css'

interface Props {
  /** What is in the field, with each key. */
  typed: string
  onType: (text: string) => void
  /** A moment after the last key. */
  onSearch: (text: string) => void
}

/** `/` leads to it from anywhere on the page. */
export function SearchField({ typed, onType, onSearch }: Props) {
  const { filters: words } = useStrings().connections
  const input = useRef<HTMLInputElement>(null)
  const search = useDebouncedCallback(onSearch, 120)
  useSlash(() => input.current?.focus())

  function type(text: string) {
    onType(text)
    search(text.trim())
  }

  function clear() {
    type('')
    input.current?.focus()
  }

  return (
    <TextInput
      ref={input}
      className={classes.search}
      type="search"
      aria-label={words.search}
      placeholder={words.placeholder}
      leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
      rightSection={
        typed ? (
          <ActionIcon size={28} aria-label={words.clearSearch} onClick={clear}>
            <IconX size={14} />
          </ActionIcon>
        ) : (
          <Kbd size="xs" className={classes.key} aria-hidden="true">
            /
          </Kbd>
        )
      }
      value={typed}
      maxLength={200}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && typed) {
          event.preventDefault()
          clear()
        }
      }}
    />
  )
}

function useSlash(run: () => void) {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { target, key, ctrlKey, metaKey, altKey, defaultPrevented } = event
      if (key !== '/' || ctrlKey || metaKey || altKey || defaultPrevented) return
      if (!(target instanceof Element) || target.closest(TAKEN)) return
      if (!useShortcutStore.getState().areSingleKeysOn) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

const TAKEN =
  'input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=menu]'
