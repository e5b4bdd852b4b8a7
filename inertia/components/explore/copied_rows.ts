import type { Cell, Column } from '~/api/types'
import { cellText } from '~/components/explore/cell_text'

/**
 * Objects in the columns' order. Documents are put in as the database wrote them, so that no number loses digits; what
 * is cut stays a tagged object, as in the API, so that nobody takes it for the whole.
 */
export function rowsAsJson(columns: Column[], rows: Cell[][]): string {
  return `[${rows.map((row) => `\n  ${rowAsJson(columns, row)}`).join(',')}\n]`
}

export function rowAsJson(columns: Column[], row: Cell[]): string {
  const members = columns.map(({ name }, at) => `${JSON.stringify(name)}: ${json(row[at] ?? null)}`)
  return `{ ${members.join(', ')} }`
}

function json(cell: Cell): string {
  if (cell === null || typeof cell !== 'object') return JSON.stringify(cell)
  if (cell.$type === 'json' && !cell.truncated) return cell.text
  if (cell.$type === 'binary' && !cell.truncated) return JSON.stringify(cell.base64)
  if (cell.$type === 'float') return JSON.stringify(cell.value)
  return JSON.stringify(cell)
}

/** RFC 4180, with a line of names. NULL is nothing at all, an empty text is `""`. */
export function rowsAsCsv(columns: Column[], rows: Cell[][]): string {
  const head = columns.map(({ name }) => quoted(harmless(name)))
  const lines = rows.map((row) => columns.map((_, at) => csv(row[at] ?? null)))
  return [head, ...lines].map((fields) => `${fields.join(',')}\r\n`).join('')
}

function csv(cell: Cell): string {
  return cell === null ? '' : quoted(harmless(cellText(cell)))
}

/** One line with tabs, as spreadsheets take it from the clipboard. */
export function rowAsText(row: Cell[]): string {
  return row.map((cell) => (cell === null ? '' : tabbed(harmless(cellText(cell))))).join('\t')
}

function tabbed(text: string): string {
  return /[\t\r\n"]/.test(text) ? quoted(text) : text
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/**
 * Spreadsheets run what begins like a formula; an apostrophe before it makes it text (OWASP, "CSV Injection").
 * Plain numbers cannot do anything and stay as they are.
 */
function harmless(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
}

/** The signs that begin a formula, also in their full width, and the white space that spreadsheets skip before them. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/
