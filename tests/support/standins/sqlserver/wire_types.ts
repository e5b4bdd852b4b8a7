/** Types as they travel ([MS-TDS] 2.2.5.4 and 2.2.5.5), each in its nullable form. */
export type WireType =
  | { kind: 'int'; bytes: 1 | 2 | 4 | 8 }
  | { kind: 'bit' }
  | { kind: 'float'; bytes: 4 | 8 }
  | { kind: 'guid' }
  /** Length in characters or bytes; values of `max` travel in pieces (PLP). */
  | { kind: 'nvarchar' | 'varchar' | 'varbinary'; length: number | 'max' }

export type WireValue = null | boolean | number | bigint | string | Buffer

const CODE = { int: 0x26, bit: 0x68, float: 0x6d, guid: 0x24 }
const LONG_CODE = { nvarchar: 0xe7, varchar: 0xa7, varbinary: 0xa5 }

/** Latin1_General_CI_AS (LCID 0x0409, flags, version, sort order 52). */
export const COLLATION = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34])

const MAX = 0xffff
const PLP_NULL = Buffer.alloc(8, 0xff)

/** TYPE_INFO. */
export function typeInfo(type: WireType): Buffer {
  switch (type.kind) {
    case 'int':
    case 'float':
      return Buffer.from([CODE[type.kind], type.bytes])
    case 'bit':
      return Buffer.from([CODE.bit, 1])
    case 'guid':
      return Buffer.from([CODE.guid, 16])
    default:
      return Buffer.concat([
        Buffer.from([LONG_CODE[type.kind]]),
        uint16(maxBytes(type.kind, type.length)),
        type.kind === 'varbinary' ? Buffer.alloc(0) : COLLATION,
      ])
  }
}

function maxBytes(kind: keyof typeof LONG_CODE, length: number | 'max'): number {
  if (length === 'max') return MAX
  return kind === 'nvarchar' ? length * 2 : length
}

/** A value in a ROW; null in the way its type says it. */
export function encodeValue(type: WireType, value: WireValue): Buffer {
  if ('length' in type) return encodeLong(type, value)
  if (value === null) return Buffer.from([0])
  const bytes = encodeShort(type, value)
  return Buffer.concat([Buffer.from([bytes.length]), bytes])
}

function encodeShort(type: Exclude<WireType, { length: unknown }>, value: WireValue): Buffer {
  switch (type.kind) {
    case 'bit':
      return Buffer.from([value ? 1 : 0])
    case 'guid':
      return guidBytes(String(value))
    case 'float': {
      const bytes = Buffer.alloc(type.bytes)
      if (type.bytes === 4) bytes.writeFloatLE(Number(value))
      else bytes.writeDoubleLE(Number(value))
      return bytes
    }
    case 'int': {
      const bytes = Buffer.alloc(8)
      bytes.writeBigInt64LE(BigInt(value as number | bigint | string))
      return bytes.subarray(0, type.bytes)
    }
  }
}

function encodeLong(
  { kind, length }: Extract<WireType, { length: unknown }>,
  value: WireValue
): Buffer {
  if (value === null) return length === 'max' ? PLP_NULL : uint16(MAX)
  const bytes = Buffer.isBuffer(value)
    ? value
    : Buffer.from(String(value), kind === 'nvarchar' ? 'ucs2' : 'latin1')
  return length === 'max' ? inPieces(bytes) : Buffer.concat([uint16(bytes.length), bytes])
}

/** Partially length-prefixed: the whole length, pieces with theirs, an empty one. */
function inPieces(bytes: Buffer, size = 8_000): Buffer {
  const whole = Buffer.alloc(8)
  whole.writeBigUInt64LE(BigInt(bytes.length))
  const pieces: Buffer[] = [whole]
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size)
    pieces.push(uint32(piece.length), piece)
  }
  return Buffer.concat([...pieces, uint32(0)])
}

/** The first three groups of a GUID are little-endian numbers. */
function guidBytes(text: string): Buffer {
  const hex = Buffer.from(text.replaceAll('-', ''), 'hex')
  hex.subarray(0, 4).reverse()
  hex.subarray(4, 6).reverse()
  hex.subarray(6, 8).reverse()
  return hex
}

export function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
