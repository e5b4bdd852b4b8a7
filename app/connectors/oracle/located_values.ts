import type { Lob } from 'oracledb'
import type { BatchBuilder } from '#connectors/columnar/batch_builder'
import type { Source } from '#connectors/oracle/import_sources'
import { checkRoom, readWhole } from '#connectors/oracle/lob_pieces'
import type { OracleSession, Row } from '#connectors/oracle/session'

/** Bytes that may wait to be written: of rows that travel together, by what they declare, and of what was read then. */
export const MOST_AT_ONCE = 8 * 1024 * 1024

/** Bytes of all that the locators of one row stand for. */
const MOST_OF_A_ROW = 64 * 1024 * 1024

/** Round trips, for rows or by locators, before a batch is handed over: nobody shall take them for silence. */
export const MOST_TRIPS = 256

/** Rows from `from` up to `to`. */
export interface Slice {
  from: number
  to: number
}

export interface LocatedColumn extends Pick<Source, 'lob'> {
  /** Of the column among those that are imported. */
  index: number
  /** Where its values stand in a row; a short one beside its locator comes next. */
  at: number
}

/**
 * Puts values where their locators stand, row by row, until they are enough for a batch.
 *
 * @returns the row behind the last one that is whole
 */
export async function fillIn(
  session: OracleSession,
  rows: readonly Row[],
  { from, to }: Slice,
  located: readonly LocatedColumn[],
  builder: BatchBuilder
): Promise<number> {
  if (located.length === 0) return to
  const read = { bytes: 0, locators: 0 }
  for (let i = from; i < to; i++) {
    const { bytes, locators } = await fillRow(session, rows[i] ?? [], located, builder)
    read.bytes += bytes
    read.locators += locators
    if (read.bytes > MOST_AT_ONCE || read.locators >= MOST_TRIPS) return i + 1
  }
  return to
}

/** @returns what was read by locators, and how many of them */
async function fillRow(
  session: OracleSession,
  row: Row,
  located: readonly LocatedColumn[],
  builder: BatchBuilder
): Promise<{ bytes: number; locators: number }> {
  let bytes = 0
  let locators = 0
  for (const { index, at, lob: kind } of located) {
    const short = row[at + 1] ?? null
    const locator = row[at] as Lob | null
    if (short !== null) row[at] = short
    else if (locator !== null && locator.length === 0) {
      row[at] = kind === 'bytes' ? Buffer.alloc(0) : ''
    } else if (locator !== null) {
      try {
        checkRoom(locator, MOST_OF_A_ROW - bytes)
        const whole = await readWhole(session, locator, MOST_OF_A_ROW - bytes)
        bytes += whole.length
        locators += 1
        row[at] = whole
      } catch (error) {
        throw builder.explain(error, index)
      }
    }
  }
  return { bytes, locators }
}
