import type { Cell, Limits } from '#connectors/contracts'

/** Turns values of a database into cells that survive JSON, cut to the cell limit. */
export class CellEncoder {
  constructor(private readonly limits: Pick<Limits, 'cellBytes'>) {}

  /** @param wholeLength in characters, when the server already cut the value; null when it did not say */
  text(value: string, wholeLength?: number | null): Cell {
    const text = cutToBytes(value, this.limits.cellBytes)
    if (wholeLength === undefined && text.length === value.length) return value
    const length = wholeLength === undefined ? [...value].length : wholeLength
    return { $type: 'text', text, length, truncated: true }
  }

  /** @param whole length in bytes of the uncut value */
  binary(value: Buffer, whole: number = value.length): Cell {
    const bytes = value.subarray(0, this.limits.cellBytes)
    return {
      $type: 'binary',
      base64: bytes.toString('base64'),
      bytes: whole,
      truncated: bytes.length < whole,
    }
  }

  /** @param isWhole false when the server already cut it */
  json(value: string, isWhole = true): Cell {
    const text = cutToBytes(value, this.limits.cellBytes)
    return { $type: 'json', text, truncated: !isWhole || text.length < value.length }
  }

  /** JSON has no NaN, no infinities, and loses the sign of zero. */
  float(value: number): Cell {
    if (Number.isFinite(value) && !Object.is(value, -0)) return value
    return { $type: 'float', value: Object.is(value, -0) ? '-0' : String(value) }
  }

  /** For databases whose integers have no fixed width. */
  integer(value: bigint | number): Cell {
    const isSafe = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
    return isSafe ? Number(value) : String(value)
  }
}

/** Gathers rows until they reach the limits on rows and bytes. */
export class RowCollector {
  readonly rows: Cell[][] = []
  truncated = false
  #bytes = 0

  constructor(private readonly limits: Pick<Limits, 'rows' | 'totalBytes'>) {}

  /** False when the row did not fit and nothing more will. */
  add(row: Cell[]): boolean {
    if (this.rows.length >= this.limits.rows) {
      this.truncated = true
      return false
    }
    this.#bytes += row.reduce((sum: number, cell) => sum + sizeOf(cell), 0)
    if (this.#bytes > this.limits.totalBytes) {
      this.truncated = true
      return false
    }
    if (row.some(isCut)) this.truncated = true
    this.rows.push(row)
    return true
  }
}

/** Rows as cells, until a limit is met; what comes after that is not read. */
export function collectRows<Row>(
  rows: Iterable<Row>,
  limits: Limits,
  toCells: (row: Row, encoder: CellEncoder) => Cell[]
): { rows: Cell[][]; truncated: boolean } {
  const encoder = new CellEncoder(limits)
  const collector = new RowCollector(limits)
  for (const row of rows) {
    if (!collector.add(toCells(row, encoder))) break
  }
  return collector
}

function isCut(cell: Cell): boolean {
  return typeof cell === 'object' && cell !== null && 'truncated' in cell && cell.truncated
}

/** About what a cell takes in the answer. */
function sizeOf(cell: Cell): number {
  if (typeof cell === 'string') return Buffer.byteLength(cell) + 3
  if (typeof cell !== 'object' || cell === null) return 8
  if (cell.$type === 'binary') return cell.base64.length + 64
  if (cell.$type === 'float') return 40
  return Buffer.byteLength(cell.text) + 64
}

/** The longest start of a text that fits, never half a character. */
function cutToBytes(text: string, bytes: number): string {
  if (text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return text
  const encoded = Buffer.from(text.slice(0, bytes + 1))
  let end = bytes
  // A continuation byte (10xxxxxx) right after the cut means that the last character is not whole.
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return encoded.subarray(0, end).toString('utf8')
}

/** What no value of a short column exceeds, in bytes: longer ones share what an answer may weigh. */
export const SHORT_VALUE = 4_096

/** In UTF-8, at most. */
const BYTES_PER_CHARACTER = 4

/**
 * How many characters the server should send of each long value, so that all of them together stay below half of
 * what a target may send.
 *
 * @param longColumns columns whose values have no bound of their own
 */
export function cellLengthFor(longColumns: number, limits: Limits): number {
  const cells = Math.max(1, longColumns * limits.rows)
  const fairShare = Math.floor(limits.wireBytes / 2 / BYTES_PER_CHARACTER / cells)
  return Math.min(limits.cellBytes, Math.max(64, fairShare))
}
