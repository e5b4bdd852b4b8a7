import { malformed } from '#connectors/mongodb/frame'

/**
 * Reads BSON where it lies (https://bsonspec.org/spec.html), without making objects of it: these would lose the
 * order of fields such as `2` and `10`, hide one of two with the same name, and take many times the space.
 */

/** By the byte that begins an element, as the database names them (manual, "BSON Types"). */
export const BSON_TYPES = {
  0x01: 'double',
  0x02: 'string',
  0x03: 'object',
  0x04: 'array',
  0x05: 'binData',
  0x06: 'undefined',
  0x07: 'objectId',
  0x08: 'bool',
  0x09: 'date',
  0x0a: 'null',
  0x0b: 'regex',
  0x0c: 'dbPointer',
  0x0d: 'javascript',
  0x0e: 'symbol',
  0x0f: 'javascriptWithScope',
  0x10: 'int',
  0x11: 'timestamp',
  0x12: 'long',
  0x13: 'decimal',
  0x7f: 'maxKey',
  0xff: 'minKey',
} as const

export type BsonType = (typeof BSON_TYPES)[keyof typeof BSON_TYPES]

export interface Element {
  name: string
  type: BsonType
  /** The value's own bytes, within the document's. */
  value: Buffer
}

/**
 * Goes from one field of a document to the next, or from item to item of an array, and makes nothing of them: where
 * they lie is all that it tells.
 */
export class FieldCursor {
  type: BsonType = 'null'
  nameStart = 0
  nameEnd = 0
  /** The value is from here up to `end`. */
  start = 0
  end = 4
  readonly #last: number

  /** @throws ConnectorError `wrong_protocol` where the length lies */
  constructor(readonly bytes: Buffer) {
    this.#last = bytes.length - 1
    if (this.#last < 4 || bytes.readInt32LE(0) !== bytes.length || bytes[this.#last] !== 0)
      throw malformed()
  }

  /**
   * False after the last one.
   *
   * @throws ConnectorError `wrong_protocol` where a length lies
   */
  next(): boolean {
    const { bytes, end: at } = this
    if (at >= this.#last) return false
    const type = BSON_TYPES[bytes[at] as keyof typeof BSON_TYPES] as BsonType | undefined
    const nameEnd = bytes.indexOf(0, at + 1)
    if (type === undefined || nameEnd === -1) throw malformed()
    const end = nameEnd + 1 + sizeOf(type, bytes, nameEnd + 1)
    if (end > this.#last) throw malformed()
    this.type = type
    this.nameStart = at + 1
    this.nameEnd = nameEnd
    this.start = nameEnd + 1
    this.end = end
    return true
  }

  get name(): string {
    return this.bytes.toString('utf8', this.nameStart, this.nameEnd)
  }

  get value(): Buffer {
    return this.bytes.subarray(this.start, this.end)
  }
}

/**
 * The fields of a document, or the items of an array, in their order.
 *
 * @throws ConnectorError `wrong_protocol` where a length lies
 */
export function* elementsOf(document: Buffer): Generator<Element> {
  const fields = new FieldCursor(document)
  while (fields.next()) {
    const { name, type, value } = fields
    yield { name, type, value }
  }
}

/** The first field of this name. */
export function fieldOf(document: Buffer, name: string): Element | null {
  for (const element of elementsOf(document)) if (element.name === name) return element
  return null
}

/** Bytes of a text (its length, terminator included, comes first). */
export function textBytes(value: Buffer): Buffer {
  return value.subarray(4, value.length - 1)
}

const FIXED: Partial<Record<BsonType, number>> = {
  double: 8,
  undefined: 0,
  objectId: 12,
  bool: 1,
  date: 8,
  null: 0,
  int: 4,
  timestamp: 8,
  long: 8,
  decimal: 16,
  maxKey: 0,
  minKey: 0,
}

function sizeOf(type: BsonType, document: Buffer, at: number): number {
  const fixed = FIXED[type]
  if (fixed !== undefined) return fixed
  if (type === 'regex') return regexSize(document, at)
  const length = at + 4 <= document.length ? document.readInt32LE(at) : -1
  switch (type) {
    case 'object':
    case 'array':
      return atLeast(5, length)
    case 'javascriptWithScope':
      return atLeast(14, length)
    case 'binData':
      return 5 + atLeast(0, length)
    case 'dbPointer':
      return 4 + atLeast(1, length) + 12
    default:
      return 4 + atLeast(1, length)
  }
}

/** Two zero-terminated texts: the pattern and its options. */
function regexSize(document: Buffer, at: number): number {
  const patternEnd = document.indexOf(0, at)
  const optionsEnd = patternEnd === -1 ? -1 : document.indexOf(0, patternEnd + 1)
  if (optionsEnd === -1) throw malformed()
  return optionsEnd + 1 - at
}

function atLeast(least: number, length: number): number {
  if (length < least) throw malformed()
  return length
}
