import type { DatasetTable } from '~/api/types'
import { estimate } from '~/components/explore/row_estimate'
import type { Strings } from '~/strings/strings_context'

/** Rows that a table will have, as far as anybody knows; null when that cannot be said. */
export function expectedRows({ rowEstimate, request }: DatasetTable): number | null {
  const { filters, limit } = request
  if (rowEstimate === null || filters.length > 0) return null
  return limit === null ? rowEstimate : Math.min(rowEstimate, limit)
}

/** Which part of a table is there, from 0 to 1. An estimate may be wrong: while rows arrive it is never all of it. */
export function shareOf(table: DatasetTable): number | null {
  if (table.status === 'succeeded') return 1
  const expected = expectedRows(table)
  if (expected === null || expected === 0) return null
  return Math.min(table.rows / expected, 0.99)
}

/** The share of all tables together, by their rows; where those of one are not known, each table counts alike. */
export function wholeShare(tables: DatasetTable[]): number | null {
  let done = 0
  let all = 0
  for (const table of tables) {
    const expected = table.status === 'succeeded' ? table.rows : expectedRows(table)
    if (expected === null) return sum(tables.map(partOf)) / tables.length || null
    done += isOver(table) ? expected : Math.min(table.rows, expected * 0.99)
    all += expected
  }
  return all === 0 ? null : done / all
}

function partOf(table: DatasetTable): number {
  return isOver(table) ? 1 : (shareOf(table) ?? 0)
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

export function isOver({ status }: DatasetTable): boolean {
  return status !== 'queued' && status !== 'running'
}

/** Seconds until it is whole, at this speed. */
export function secondsLeft(rows: number, expected: number | null, speed: number | null) {
  if (expected === null || !speed || expected <= rows) return null
  return (expected - rows) / speed
}

type Words = Strings['datasets']['progress']

/** `40 s`, `3 min`, `2 h`: no more exact than it can be. */
export function duration(seconds: number, t: Words): string {
  if (seconds < 90) return t.seconds(Math.max(1, Math.round(seconds)))
  if (seconds < 90 * 60) return t.minutes(Math.round(seconds / 60))
  return t.hours(Math.round(seconds / 3_600))
}

/** `310.2 K`. */
export function shortNumber(value: number, { units }: Pick<Words, 'units'>): string {
  const about = (amount: string, unit?: string) => (unit ? `${amount} ${unit}` : amount)
  return estimate(Math.round(value), { about, units })
}
