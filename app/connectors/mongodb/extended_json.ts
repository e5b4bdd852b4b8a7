import { Decimal128 } from 'mongodb'
import { type BsonType, FieldCursor, textBytes } from '#connectors/mongodb/bson_reader'
import { malformed } from '#connectors/mongodb/frame'
import { isoTime } from '#connectors/mongodb/iso_time'

/** How deep documents are followed: MongoDB promises 100 levels, and what its servers take has fewer than 200. */
const DEPTH = 200

/**
 * A document or array as Extended JSON v2 (public specification "Extended JSON"): relaxed, but numbers whose digits
 * JSON readers would lose keep their type (`$numberLong`, `$numberDecimal`, and doubles that JSON cannot say). No
 * more is written than asked for, however large the value is.
 *
 * @param bytes in UTF-8, about where to stop
 */
export function extendedJson(
  type: BsonType,
  value: Buffer,
  bytes: number
): { text: string; isWhole: boolean } {
  const writer = new Writer(bytes)
  writer.value(type, value, 0)
  return { text: writer.parts.join(''), isWhole: !writer.isFull }
}

class Writer {
  readonly parts: string[] = []
  #left: number

  constructor(bytes: number) {
    this.#left = bytes
  }

  get isFull(): boolean {
    return this.#left < 0
  }

  value(type: BsonType, value: Buffer, depth: number) {
    if (type === 'object') this.#members('{', '}', value, depth)
    else if (type === 'array') this.#members('[', ']', value, depth)
    else if (type === 'javascriptWithScope') this.#codeWithScope(value, depth)
    else if (type === 'string' || type === 'symbol') this.#string(type, value)
    else if (type === 'binData') this.#binary(value)
    else this.#add(scalar(type, value))
  }

  #add(text: string) {
    if (this.isFull) return
    this.#left -= Buffer.byteLength(text)
    this.parts.push(text)
  }

  #members(open: string, close: string, document: Buffer, depth: number) {
    if (depth > DEPTH) throw malformed()
    this.#add(open)
    let separator = ''
    const fields = new FieldCursor(document)
    while (fields.next()) {
      if (this.isFull) return
      this.#add(open === '{' ? `${separator}${JSON.stringify(fields.name)}:` : separator)
      this.value(fields.type, fields.value, depth + 1)
      separator = ','
    }
    this.#add(close)
  }

  /** No more of a long text is decoded than fits: a character takes at most four bytes. */
  #string(type: BsonType, value: Buffer) {
    const bytes = textBytes(value)
    const text = JSON.stringify(bytes.toString('utf8', 0, Math.min(bytes.length, this.#left + 4)))
    this.#add(type === 'symbol' ? `{"$symbol":${text}}` : text)
  }

  #binary(value: Buffer) {
    const { bytes, subType } = binaryOf(value)
    const base64 = bytes.toString('base64', 0, Math.min(bytes.length, this.#left + 4))
    const kind = subType.toString(16).padStart(2, '0')
    this.#add(`{"$binary":{"base64":"${base64}","subType":"${kind}"}}`)
  }

  /** The whole length, the code as a text, then a document. */
  #codeWithScope(value: Buffer, depth: number) {
    const length = value.readInt32LE(4)
    if (length < 1 || 8 + length > value.length) throw malformed()
    this.#add('{"$code":')
    this.#string('string', value.subarray(4, 8 + length))
    this.#add(',"$scope":')
    this.#members('{', '}', value.subarray(8 + length), depth + 1)
    this.#add('}')
  }
}

/** Length, kind, bytes; the old kind 2 repeats the length within. */
export function binaryOf(value: Buffer): { subType: number; bytes: Buffer } {
  const subType = value[4] ?? 0
  return { subType, bytes: value.subarray(subType === 2 && value.length >= 9 ? 9 : 5) }
}

export function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** @param value 16 bytes */
export function decimalOf(value: Buffer): string {
  return new Decimal128(Uint8Array.from(value)).toString()
}

function scalar(type: BsonType, value: Buffer): string {
  switch (type) {
    case 'double':
      return doubleJson(value.readDoubleLE(0))
    case 'int':
      return String(value.readInt32LE(0))
    case 'long':
      return `{"$numberLong":"${value.readBigInt64LE(0)}"}`
    case 'decimal':
      return `{"$numberDecimal":"${decimalOf(value)}"}`
    case 'objectId':
      return `{"$oid":"${value.toString('hex')}"}`
    case 'bool':
      return value[0] === 0 ? 'false' : 'true'
    case 'date':
      return dateJson(value.readBigInt64LE(0))
    case 'timestamp':
      return `{"$timestamp":{"t":${value.readUInt32LE(4)},"i":${value.readUInt32LE(0)}}}`
    case 'regex':
      return regexJson(value)
    case 'javascript':
      return `{"$code":${JSON.stringify(textBytes(value).toString('utf8'))}}`
    case 'dbPointer':
      return dbPointerJson(value)
    case 'undefined':
      return '{"$undefined":true}'
    case 'minKey':
      return '{"$minKey":1}'
    case 'maxKey':
      return '{"$maxKey":1}'
    default:
      return 'null'
  }
}

function doubleJson(value: number): string {
  if (Object.is(value, -0)) return '{"$numberDouble":"-0.0"}'
  if (!Number.isFinite(value)) return `{"$numberDouble":"${value}"}`
  const text = String(value)
  // Without a point it would be read as an integer.
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}

/** Relaxed between 1970 and 9999 (as the specification says), else by its number. */
function dateJson(ms: bigint): string {
  const isUsual = ms >= 0n && ms < 253_402_300_800_000n
  return `{"$date":${isUsual ? `"${isoTime(ms)}"` : `{"$numberLong":"${ms}"}`}}`
}

function regexJson(value: Buffer): string {
  const [pattern, options] = value.toString('utf8').split('\0')
  return `{"$regularExpression":{"pattern":${JSON.stringify(pattern)},"options":${JSON.stringify(options)}}}`
}

function dbPointerJson(value: Buffer): string {
  const at = value.length - 12
  const ref = JSON.stringify(textBytes(value.subarray(0, at)).toString('utf8'))
  return `{"$dbPointer":{"$ref":${ref},"$id":{"$oid":"${value.toString('hex', at)}"}}}`
}
