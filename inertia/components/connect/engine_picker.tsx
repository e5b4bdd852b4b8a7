import { Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { EngineDescription, ReadUrl } from '~/api/types'
import { EngineIcon } from '~/components/engine_icon'
import { useReadUrl } from '~/hooks/use_read_url'
import classes from './engine_picker.module.css'

interface Props {
  engines: EngineDescription[]
  onChoose: (engine: EngineDescription) => void
  /** A connection string was pasted: it chooses the engine itself. */
  onPaste: (answer: ReadUrl) => void
}

/** All engines as tiles: type to filter, arrows to move, Enter to choose. */
export function EnginePicker({ engines, onChoose, onPaste }: Props) {
  const [filter, setFilter] = useState('')
  const readUrl = useReadUrl(undefined, onPaste)
  const input = useRef<HTMLInputElement>(null)
  const grid = useRef<HTMLUListElement>(null)
  const wanted = filter.trim().toLowerCase()
  const shown = engines.filter(({ label }) => label.toLowerCase().includes(wanted))
  const [first] = shown

  // The engines may arrive after the modal gave the focus away.
  useEffect(() => input.current?.focus(), [])

  function onFilterKey(event: KeyboardEvent) {
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      tilesIn(grid.current)[0]?.focus()
    }
    if (event.key === 'Enter' && first) onChoose(first)
  }

  return (
    <div className={classes.picker} onPaste={(event) => void readUrl(event)}>
      <TextInput
        ref={input}
        data-autofocus
        aria-label="Filter engines"
        placeholder="Filter, or paste a connection string"
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        onKeyDown={onFilterKey}
      />
      <ul ref={grid} className={classes.grid} onKeyDown={moveByArrows}>
        {shown.map((engine) => (
          <li key={engine.name}>
            <Tile engine={engine} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      {shown.length === 0 && (
        <Text c="dimmed" role="status">
          No engine is called “{filter}”.
        </Text>
      )}
    </div>
  )
}

function Tile({ engine, onChoose }: { engine: EngineDescription; onChoose: Props['onChoose'] }) {
  return (
    <UnstyledButton className={classes.tile} onClick={() => onChoose(engine)}>
      <EngineIcon type={engine.name} size={36} />
      <span className={classes.label}>{engine.label}</span>
    </UnstyledButton>
  )
}

/** Left and right move by one tile, up and down by one row. */
function moveByArrows(event: KeyboardEvent<HTMLUListElement>) {
  const tiles = tilesIn(event.currentTarget)
  const current = tiles.indexOf(event.target as HTMLButtonElement)
  const columns = getComputedStyle(event.currentTarget).gridTemplateColumns.split(' ').length
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  }
  const step = steps[event.key]
  if (step === undefined || current < 0) return
  event.preventDefault()
  tiles[Math.min(Math.max(current + step, 0), tiles.length - 1)]?.focus()
}

function tilesIn(grid: HTMLElement | null) {
  return [...(grid?.querySelectorAll<HTMLButtonElement>('button') ?? [])]
}
