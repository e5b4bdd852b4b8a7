import { Text, TextInput, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCornerDownLeft, IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import type { EngineDescription, ReadUrl } from '~/api/types'
import { DraftList } from '~/components/connect/draft_list'
import { fitsFilter } from '~/components/connect/fits_filter'
import { moveInGrid } from '~/components/connect/move_in_grid'
import { EngineIcon } from '~/components/engine_icon'
import { useReadUrl } from '~/hooks/use_read_url'
import type { ConnectionDraft } from '~/stores/connection_drafts'
import { useStrings } from '~/strings/strings_context'
import classes from './engine_picker.module.css'

interface Props {
  engines: EngineDescription[]
  onChoose: (engine: EngineDescription) => void
  /** A connection string was pasted: it chooses the engine itself. */
  onPaste: (answer: ReadUrl) => void
  onGoOn: (draft: ConnectionDraft) => void
}

/** All engines as tiles: type to filter, arrows to move, Enter to choose. */
export function EnginePicker({ engines, onChoose, onPaste, onGoOn }: Props) {
  const {
    connect: { picker: t },
    common,
  } = useStrings()
  const [filter, setFilter] = useState('')
  const readUrl = useReadUrl(undefined, onPaste, ({ message, hint }) =>
    notifications.show({
      title: message,
      message: hint,
      autoClose: 10_000,
      closeButtonProps: { 'aria-label': common.close },
    })
  )
  const input = useRef<HTMLInputElement>(null)
  const grid = useRef<HTMLUListElement>(null)
  const isFiltered = filter.trim() !== ''
  const shown = engines
    .filter((engine) => fitsFilter(engine, filter))
    .sort((one, other) => rankOf(one, filter) - rankOf(other, filter))
  const [first] = shown

  useLateFocus(input)

  function onFilterKey(event: KeyboardEvent) {
    if (event.key === 'Enter' && first) onChoose(first)
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    grid.current?.querySelector('button')?.focus()
  }

  /** Whoever goes on typing on a tile means the filter. */
  function onGridKey(event: KeyboardEvent<HTMLUListElement>) {
    const isTyped = event.key.length === 1 && event.key !== ' '
    const isCommand = event.ctrlKey || event.metaKey || event.altKey
    if ((isTyped && !isCommand) || !moveInGrid(event)) input.current?.focus()
  }

  return (
    <div className={classes.picker} data-picker onPaste={(event) => void readUrl(event)}>
      <TextInput
        ref={input}
        data-autofocus
        aria-label={t.filter}
        placeholder={t.placeholder}
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        onKeyDown={onFilterKey}
      />
      <ul ref={grid} className={classes.grid} aria-label={t.engines} onKeyDown={onGridKey}>
        {shown.map((engine) => (
          <li key={engine.name}>
            <UnstyledButton
              className={classes.tile}
              data-next={(isFiltered && engine === first) || undefined}
              onClick={() => onChoose(engine)}
            >
              <EngineIcon type={engine.name} size={36} />
              <span className={classes.label}>{engine.label}</span>
              <IconCornerDownLeft size={14} className={classes.enter} aria-hidden="true" />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <Text c="dimmed">{t.none(filter)}</Text>}
      <VisuallyHidden role="status">{isFiltered && t.found(shown.length)}</VisuallyHidden>
      {!isFiltered && <DraftList engines={engines} onGoOn={onGoOn} />}
    </div>
  )
}

/** The engines may arrive after the modal gave the focus away; where they did not, the modal itself gives it. */
function useLateFocus(input: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const timer = setTimeout(() => {
      const picker = input.current?.closest('[data-picker]')
      if (!picker?.contains(document.activeElement)) input.current?.focus()
    })
    return () => clearTimeout(timer)
  }, [input])
}

/** What begins like what was typed comes first; Enter takes it. */
function rankOf({ label }: EngineDescription, filter: string) {
  return label.toLowerCase().startsWith(filter.trim().toLowerCase()) ? 0 : 1
}
