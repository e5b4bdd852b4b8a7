import { malformedValue } from '#connectors/columnar/fields'
import type { RowBlock } from '#connectors/columnar/row_block'
import { ROWS } from '#connectors/columnar/rows'
import { unescapeInPlace } from '#connectors/snowflake/json_text'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPENING = 0x5b
const CLOSING = 0x5d
const NULL = Buffer.from('null')

/** What blanks are in JSON (RFC 8259, section 2). */
function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/**
 * Finds rows in JSON without making objects of it: arrays of texts and nulls, with commas between, as the chunks of a
 * result are. What it finds is put into the block; texts with escapes are rewritten where they lie.
 */
export class RowScanner {
  /** Where the next row begins in the bytes at hand. */
  at = 0
  rows = 0
  readonly #escaped: number[] = []

  constructor(private readonly block: RowBlock) {}

  /**
   * Puts the next row into the block; false when its end is not there yet.
   *
   * @throws ConnectorError `wrong_protocol`; `value_out_of_range` of a row before it
   */
  next(bytes: Buffer): boolean {
    const { block } = this
    block.use(bytes)
    let at = this.#afterComma(bytes, afterBlanks(bytes, this.at))
    if (at >= bytes.length) return false
    if (bytes[at++] !== OPENING) throw malformedValue()
    this.#escaped.length = 0
    const last = (block.columns - 1) * ROWS
    for (let field = 0; field <= last; field += ROWS) {
      at = this.#value(bytes, afterBlanks(bytes, at), block.found + field)
      if (at < 0) return false
      at = afterBlanks(bytes, at)
      if (at >= bytes.length) return false
      if (bytes[at++] !== (field === last ? CLOSING : COMMA)) throw malformedValue()
    }
    this.#unescape(bytes)
    this.at = at
    this.rows += 1
    block.endRow()
    return true
  }

  /** Whether nothing but blanks is left. */
  isDone(bytes: Buffer): boolean {
    return afterBlanks(bytes, this.at) >= bytes.length
  }

  #afterComma(bytes: Buffer, at: number): number {
    if (this.rows === 0 || at >= bytes.length) return at
    if (bytes[at] !== COMMA) throw malformedValue()
    return afterBlanks(bytes, at + 1)
  }

  /** Where the value ends; -1 when it has not come yet. */
  #value(bytes: Buffer, start: number, field: number): number {
    const { starts, lengths } = this.block
    if (start >= bytes.length) return -1
    if (bytes[start] === QUOTE) return this.#text(bytes, start + 1, field)
    const end = start + NULL.length
    const there = bytes.subarray(start, end)
    if (NULL.compare(there, 0, there.length, 0, there.length) !== 0) throw malformedValue()
    if (there.length < NULL.length) return -1
    starts[field] = start
    lengths[field] = -1
    return end
  }

  #text(bytes: Buffer, start: number, field: number): number {
    const { length } = bytes
    let at = start
    let hasEscapes = false
    for (;;) {
      // By index: this loop sees every byte.
      while (at < length && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH) at += 1
      if (at >= length) return -1
      if (bytes[at] === QUOTE) break
      hasEscapes = true
      at += 2
    }
    this.block.starts[field] = start
    this.block.lengths[field] = at - start
    if (hasEscapes) this.#escaped.push(field)
    return at + 1
  }

  /** Only once the whole row is there: half a row is looked at again. */
  #unescape(bytes: Buffer) {
    const { starts, lengths } = this.block
    for (const field of this.#escaped) {
      lengths[field] = unescapeInPlace(bytes, starts[field] ?? 0, lengths[field] ?? 0)
    }
  }
}

function afterBlanks(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && isBlank(bytes[at])) at += 1
  return at
}
