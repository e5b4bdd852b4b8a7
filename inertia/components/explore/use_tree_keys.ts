import { type KeyboardEvent, useRef } from 'react'
import type { TreeRow } from '~/components/explore/tree_rows'

/** Rows that a page key goes past. */
const PAGE = 12

/** Milliseconds within which letters belong to one word. */
const PAUSE = 600

interface Options {
  rows: TreeRow[]
  /** Index of the row where the keyboard is. */
  at: number
  onMove: (at: number) => void
  onChoose: (row: TreeRow) => void
}

/** The keys of a tree (WAI-ARIA Authoring Practices, tree view): arrows, Home and End, Enter, and first letters. */
export function useTreeKeys({ rows, at, onMove, onChoose }: Options) {
  const typed = useRef({ text: '', time: 0 })
  const row = rows[at]
  const isSchema = row?.kind === 'schema'

  const choose = () => row && onChoose(row)

  const moves: Record<string, () => void> = {
    'ArrowDown': () => onMove(Math.min(at + 1, rows.length - 1)),
    'ArrowUp': () => onMove(Math.max(at - 1, 0)),
    'PageDown': () => onMove(Math.min(at + PAGE, rows.length - 1)),
    'PageUp': () => onMove(Math.max(at - PAGE, 0)),
    'Home': () => onMove(0),
    'End': () => onMove(rows.length - 1),
    'Enter': choose,
    ' ': choose,
    'ArrowRight': () => {
      if (!isSchema) return
      if (row.isOpen) onMove(Math.min(at + 1, rows.length - 1))
      else onChoose(row)
    },
    'ArrowLeft': () => {
      if (isSchema && row.isOpen) onChoose(row)
      else if (row?.level === 2) onMove(rows.slice(0, at).findLastIndex(isParent))
    },
  }

  function jump(letter: string, time: number) {
    const text = time - typed.current.time < PAUSE ? typed.current.text + letter : letter
    typed.current = { text, time }
    // The same letter again goes on to the next; more letters may stay.
    const isRepeated = [...text].every((one) => one === text[0])
    const wanted = isRepeated ? letter : text
    const from = isRepeated ? at + 1 : at
    const after = rows.findIndex((one, index) => index >= from && nameOf(one).startsWith(wanted))
    const found = after === -1 ? rows.findIndex((one) => nameOf(one).startsWith(wanted)) : after
    if (found !== -1) onMove(found)
  }

  return (event: KeyboardEvent) => {
    if (rows.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return
    const move = moves[event.key]
    if (move) move()
    else if (isLetter(event.key)) jump(event.key.toLowerCase(), event.timeStamp)
    else return
    event.preventDefault()
  }
}

function isParent({ kind }: TreeRow) {
  return kind === 'schema'
}

function nameOf(row: TreeRow) {
  return (row.kind === 'schema' ? row.schema : row.table.name).toLowerCase()
}

/** Keys that belong to the page stay with it. */
function isLetter(key: string) {
  return key.length === 1 && !'/? '.includes(key)
}
