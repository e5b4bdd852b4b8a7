import { type WireWriter } from '#tests/support/standins/oracle/wire'

/** How a column travels. */
export type WireType =
  | 'varchar'
  | 'nvarchar'
  | 'char'
  | 'number'
  | 'float'
  | 'double'
  | 'long'
  | 'raw'
  | 'longRaw'
  | 'clob'
  | 'nclob'
  | 'blob'

/** What a column holds; numbers are texts where they may have more digits than JavaScript's. */
export type WireValue = string | number | Buffer | null

/** Oracle's internal numbers of types (Database SQL Language Reference, "Oracle Built-in Data Types"). */
export const TYPE_NUMBERS: Record<WireType, number> = {
  varchar: 1,
  number: 2,
  long: 8,
  raw: 23,
  longRaw: 24,
  char: 96,
  float: 100,
  double: 101,
  clob: 112,
  nvarchar: 1,
  nclob: 112,
  blob: 113,
}

/** Texts of the national character set, which is UTF-16. */
export const NATIONAL: ReadonlySet<WireType> = new Set(['nvarchar', 'nclob'])

export const LOCATOR_BYTES = 40

/**
 * One value of a row.
 *
 * @param isInline a LOB that the client defined as text or bytes, so that it travels in the row
 * @param locate keeps a LOB, in units of one byte or two, and returns its locator
 */
export function writeValue(
  writer: WireWriter,
  type: WireType,
  value: WireValue,
  isInline: boolean,
  locate: (content: Buffer, unit: number) => Buffer
) {
  const isLob = type.endsWith('lob')
  if (isLob && !isInline) return writeLocator(writer, value, locate)
  writer.value(value === null ? null : encoded(type, value))
  // Indicator and return code follow what has no bound of its own.
  if (isLob || type === 'long' || type === 'longRaw') writer.int(0, 0)
}

/** Lengths count bytes, or units of UTF-16. */
function writeLocator(
  writer: WireWriter,
  value: WireValue,
  locate: (content: Buffer, unit: number) => Buffer
) {
  if (value === null) return writer.int(0)
  const unit = Buffer.isBuffer(value) ? 1 : 2
  const content = Buffer.isBuffer(value) ? value : Buffer.from(String(value), 'utf16le').swap16()
  return writer.int(LOCATOR_BYTES, content.length / unit, 8_132).value(locate(content, unit))
}

function encoded(type: WireType, value: NonNullable<WireValue>): Buffer {
  if (type === 'number') return encodeNumber(String(value))
  if (type === 'double') return encodeFloat(Number(value), 8)
  if (type === 'float') return encodeFloat(Number(value), 4)
  if (NATIONAL.has(type)) return Buffer.from(String(value), 'utf16le').swap16()
  return Buffer.isBuffer(value) ? value : Buffer.from(String(value))
}

/** Exponent byte of base 100, then digits of base 100 plus one; negative ones as complements, ended by 102. */
export function encodeNumber(text: string): Buffer {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text) ?? []
  if (sign === undefined) throw new TypeError(`Not a number: ${text}`)
  const point = Math.ceil(whole.length / 2)
  const digits = (whole.length % 2 ? '0' : '') + whole + fraction + (fraction.length % 2 ? '0' : '')
  const pairs = (digits.match(/\d\d/g) ?? []).map(Number)
  const first = pairs.findIndex((pair) => pair > 0)
  if (first === -1) return Buffer.from([0x80])
  const last = pairs.findLastIndex((pair) => pair > 0)
  const mantissa = pairs.slice(first, last + 1)
  const exponent = 192 + point - first
  if (sign === '') return Buffer.from([exponent, ...mantissa.map((pair) => pair + 1)])
  const end = mantissa.length < 20 ? [102] : []
  return Buffer.from([exponent ^ 0xff, ...mantissa.map((pair) => 101 - pair), ...end])
}

/** IEEE 754, turned so that bytes sort like numbers. */
function encodeFloat(value: number, bytes: 4 | 8): Buffer {
  const buffer = Buffer.alloc(bytes)
  if (bytes === 8) buffer.writeDoubleBE(value)
  else buffer.writeFloatBE(value)
  if ((buffer[0] ?? 0) & 0x80) return Buffer.from(buffer.map((byte) => byte ^ 0xff))
  buffer[0] = (buffer[0] ?? 0) | 0x80
  return buffer
}
