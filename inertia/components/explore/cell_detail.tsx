import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { Cell, Column } from '~/api/types'
import { CopyText } from '~/components/copy_text'
import { bytes } from '~/components/explore/byte_size'
import classes from './cell_detail.module.css'

interface Props {
  column: Column
  cell: Cell
  onClose: () => void
}

/** One value in full, beside the grid. */
export function CellDetail({ column, cell, onClose }: Props) {
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => close.current?.focus(), [cell])
  const text = textOf(cell)
  return (
    <aside
      className={classes.detail}
      aria-label={`Value of ${column.name}`}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className={classes.head}>
        <div className={classes.names}>
          <h3 className={classes.name}>{column.name}</h3>
          <span className={classes.type}>{column.type}</span>
        </div>
        <CopyText text={text} label="Copy" />
        <ActionIcon ref={close} aria-label="Close the value" onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <p className={classes.size}>{sizeOf(cell)}</p>
      <pre className={classes.text} tabIndex={0}>
        {text}
      </pre>
    </aside>
  )
}

function textOf(cell: Cell): string {
  if (cell === null || typeof cell !== 'object') return String(cell)
  switch (cell.$type) {
    case 'binary':
      return cell.base64
    case 'json':
      return cell.truncated ? cell.text : indented(cell.text)
    case 'text':
      return cell.text
    case 'float':
      return cell.value
  }
}

/** Only the space between tokens changes: numbers stay as the database wrote them. */
function indented(json: string) {
  let depth = 0
  let isString = false
  let out = ''
  for (let at = 0; at < json.length; at++) {
    const character = json.charAt(at)
    if (isString) {
      out += character
      if (character === '\\') out += json.charAt(++at)
      else if (character === '"') isString = false
    } else if (character === '{' || character === '[') {
      const isEmpty = /^\s*[}\]]/.test(json.slice(at + 1))
      depth++
      out += isEmpty ? character : `${character}\n${'  '.repeat(depth)}`
    } else if (character === '}' || character === ']') {
      depth--
      out += /[{[]$/.test(out) ? character : `\n${'  '.repeat(depth)}${character}`
    } else if (character === ',') out += `,\n${'  '.repeat(depth)}`
    else if (character === ':') out += ': '
    else if (!/\s/.test(character)) {
      out += character
      isString = character === '"'
    }
  }
  return out
}

function sizeOf(cell: Cell) {
  if (cell === null || typeof cell !== 'object') {
    return typeof cell === 'string' ? `${cell.length.toLocaleString('en')} characters` : ''
  }
  if (cell.$type === 'binary') {
    return `${bytes(cell.bytes)}, as base64${cell.truncated ? ', cut' : ''}`
  }
  if (cell.$type === 'text' && cell.length !== null) {
    const all = cell.length.toLocaleString('en')
    return `The first ${cell.text.length.toLocaleString('en')} of ${all} characters`
  }
  return 'truncated' in cell && cell.truncated ? 'Only its beginning is shown' : ''
}
