import { ActionIcon, CloseButton, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconRefresh, IconSearch } from '@tabler/icons-react'
import { useRef } from 'react'
import { useShortcutStore } from '~/stores/shortcuts'
import { useStrings } from '~/strings/strings_context'
import classes from './table_pane.module.css'

interface Props {
  value: string
  onChange: (text: string) => void
  /** The arrow down leads into the tree, Enter opens what is first found. */
  onDown: () => void
  onEnter: () => void
  isRefreshing: boolean
  onRefresh: () => void
}

/** The field that narrows the tree, and the button that reads it anew. */
export function TableSearchField({ value, onChange, isRefreshing, onRefresh, ...keys }: Props) {
  const t = useStrings().explore.tables
  const field = useRef<HTMLInputElement>(null)
  const areSingleKeysOn = useShortcutStore((store) => store.areSingleKeysOn)
  useHotkeys(areSingleKeysOn ? [['/', () => field.current?.focus()]] : [])
  const moves: Record<string, () => void> = {
    ArrowDown: keys.onDown,
    Enter: keys.onEnter,
    Escape: () => onChange(''),
  }
  return (
    <div className={classes.head}>
      <TextInput
        ref={field}
        className={classes.search}
        type="search"
        role="searchbox"
        aria-label={t.search}
        placeholder={t.search}
        value={value}
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
        rightSection={
          value && <CloseButton size="sm" aria-label={t.clearSearch} onClick={() => onChange('')} />
        }
        onChange={(event) => onChange(event.currentTarget.value.trimStart())}
        onKeyDown={(event) => {
          const move = moves[event.key]
          if (!move || event.nativeEvent.isComposing) return
          event.preventDefault()
          move()
        }}
      />
      <ActionIcon
        aria-label={t.refresh}
        title={t.refresh}
        aria-disabled={isRefreshing}
        data-busy={isRefreshing || undefined}
        className={classes.refresh}
        onClick={() => !isRefreshing && onRefresh()}
      >
        <IconRefresh size={16} stroke={1.6} />
      </ActionIcon>
    </div>
  )
}
