import type { Cell } from '~/api/types'
import { bytes } from '~/components/explore/byte_size'
import { useStrings } from '~/strings/strings_context'
import classes from './cell_value.module.css'

interface Props {
  cell: Cell
}

/** Characters of a text that are worth an element; CSS cuts it to its column. */
const LONG_TEXT = 160

/** A value as short as its place; what does not fit opens beside the grid. */
export function CellValue({ cell }: Props) {
  const t = useStrings().explore
  if (cell === null) return <span className={classes.faint}>{t.grid.null}</span>
  if (typeof cell === 'boolean' || typeof cell === 'number') return <>{String(cell)}</>
  if (cell === '') return <span className={classes.faint}>{t.grid.empty}</span>
  if (typeof cell === 'string') return <TextValue text={cell} length={cell.length} />
  switch (cell.$type) {
    case 'float':
      return <>{cell.value}</>
    case 'text':
      return <TextValue text={cell.text} length={cell.length} isCut />
    case 'json':
      return <Chip kind={t.grid.json} text={cell.text.slice(0, LONG_TEXT)} />
    case 'binary':
      return <Chip kind={t.grid.binary} text={bytes(cell.bytes, t.bytes)} />
  }
}

interface TextProps {
  text: string
  length: number | null
  isCut?: boolean
}

/** Longer ones say how long they are. */
const WITH_LENGTH = 44

function TextValue({ text, length, isCut = false }: TextProps) {
  const t = useStrings()
  const isLong = isCut || text.length > WITH_LENGTH || text.includes('\n')
  if (!isLong) return <span className={classes.text}>{text}</span>
  return (
    <span className={classes.long} data-opens>
      <span className={classes.text}>{text.slice(0, LONG_TEXT)}</span>
      <span className={classes.length}>
        {length === null ? t.explore.grid.long : t.common.number(length)}
      </span>
    </span>
  )
}

function Chip({ kind, text }: { kind: string; text: string }) {
  return (
    <span className={classes.chip} data-opens>
      <span className={classes.kind}>{kind}</span>
      <span className={classes.text}>{text}</span>
    </span>
  )
}
