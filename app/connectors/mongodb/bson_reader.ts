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
 * The fields of a document, or the items of an array, in their order.
 *
 * @throws ConnectorError `wrong_protocol` where a length lies
 */
export function* elementsOf(document: Buffer): Generator<Element> {
  const end = document.length - 1
  if (end < 4 || document.readInt32LE(0) !== document.length || document[end] !== 0)
    throw malformed()
  let at = 4
  while (at < end) {
    const type = BSON_TYPES[document[at] as keyof typeof BSON_TYPES] as BsonType | undefined
    const nameEnd = document.indexOf(0, at + 1)
    if (type === undefined || nameEnd === -1) throw malformed()
    const valueEnd = nameEnd + 1 + sizeOf(type, document, nameEnd + 1)
    if (valueEnd > end) throw malformed()
    const name = document.toString('utf8', at + 1, nameEnd)
    yield { name, type, value: document.subarray(nameEnd + 1, valueEnd) }
    at = valueEnd
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
