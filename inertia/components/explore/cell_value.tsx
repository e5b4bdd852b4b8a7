import { UnstyledButton } from '@mantine/core'
import type { Cell } from '~/api/types'
import { bytes } from '~/components/explore/byte_size'
import classes from './preview_grid.module.css'

interface Props {
  cell: Cell
  /** Shows the whole value beside the grid. */
  onOpen: () => void
}

const LONG_TEXT = 48

/** A value as short as its place; what does not fit opens beside the grid. */
export function CellValue({ cell, onOpen }: Props) {
  if (cell === null) return <span className={classes.null}>NULL</span>
  if (typeof cell === 'boolean' || typeof cell === 'number') return <>{String(cell)}</>
  if (typeof cell === 'string')
    return <TextValue text={cell} length={cell.length} onOpen={onOpen} />
  switch (cell.$type) {
    case 'float':
      return <>{cell.value}</>
    case 'text':
      return <TextValue text={cell.text} length={cell.length} isCut onOpen={onOpen} />
    case 'json':
      return <Chip kind="JSON" text={cell.text.slice(0, LONG_TEXT)} onOpen={onOpen} />
    case 'binary':
      return <Chip kind="Binary" text={bytes(cell.bytes)} onOpen={onOpen} />
  }
}

interface TextProps {
  text: string
  length: number | null
  isCut?: boolean
  onOpen: () => void
}

function TextValue({ text, length, isCut = false, onOpen }: TextProps) {
  if (!isCut && text.length <= LONG_TEXT && !text.includes('\n')) {
    return <span className={classes.text}>{text}</span>
  }
  return (
    <UnstyledButton className={classes.long} onClick={onOpen}>
      <span className={classes.text}>{text.slice(0, LONG_TEXT)}…</span>
      <span className={classes.length}>
        {length === null ? 'long' : length.toLocaleString('en')}
      </span>
    </UnstyledButton>
  )
}

function Chip({ kind, text, onOpen }: { kind: string; text: string; onOpen: () => void }) {
  return (
    <UnstyledButton className={classes.chip} onClick={onOpen}>
      <span className={classes.kind}>{kind}</span>
      <span className={classes.text}>{text}</span>
    </UnstyledButton>
  )
}
