import type { Cell, Limits } from '#connectors/contracts'

/** Bounds of a preview. */
export type PreviewLimits = Pick<Limits, 'rows' | 'cellBytes' | 'totalBytes'>

/** What the process that reads files is asked, once; `files` are paths, in the order of their rows. */
export type ReaderRequest =
  | { ask: 'preview'; files: string[]; limits: PreviewLimits }
  | { ask: 'count'; files: string[] }
  /** Of this column the highest value, in DuckDB's spelling; null when there is none. */
  | { ask: 'highest'; files: string[]; column: string }
  /** The rows as CSV on its standard output. */
  | { ask: 'csv'; files: string[] }
  /** One file of them all. */
  | { ask: 'merge'; files: string[]; into: string }

export interface ReaderAnswers {
  preview: { columns: PreviewColumn[]; rows: Cell[][]; truncated: boolean }
  count: number
  highest: string | null
  csv: null
  merge: { rows: number; bytes: number }
}

export interface PreviewColumn {
  name: string
  /** As DuckDB spells it. */
  type: string
}

/** What it answers, once. */
export type ReaderReply = { answer: ReaderAnswers[keyof ReaderAnswers] } | { failure: string }
