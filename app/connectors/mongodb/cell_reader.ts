import type { CellEncoder } from '#connectors/cells'
import type { Cell } from '#connectors/contracts'
import { type BsonType, textBytes } from '#connectors/mongodb/bson_reader'
import { binaryOf, decimalOf, extendedJson, uuidOf } from '#connectors/mongodb/extended_json'
import { isoTime } from '#connectors/mongodb/iso_time'

/** The kind of binary data that is a UUID in the bytes' own order; kind 3 has several orders, so it stays binary. */
const UUID = 4

/**
 * One value as a cell. What has no plain counterpart (documents, arrays, regular expressions, timestamps of the
 * replication, code, minKey, …) is Extended JSON, which says what it is.
 *
 * @param cellBytes as the encoder cuts
 */
export function cellOf(
  type: BsonType,
  value: Buffer,
  encoder: CellEncoder,
  cellBytes: number
): Cell {
  switch (type) {
    case 'null':
      return null
    case 'double':
      return encoder.float(value.readDoubleLE(0))
    case 'int':
      return value.readInt32LE(0)
    case 'long':
      return String(value.readBigInt64LE(0))
    case 'decimal':
      return decimalOf(value)
    case 'bool':
      return value[0] !== 0
    case 'objectId':
      return value.toString('hex')
    case 'date':
      return isoTime(value.readBigInt64LE(0))
    case 'string':
    case 'symbol':
      return textCell(textBytes(value), encoder, cellBytes)
    case 'binData':
      return binaryCell(value, encoder)
    default: {
      const { text, isWhole } = extendedJson(type, value, cellBytes)
      return encoder.json(text, isWhole)
    }
  }
}

/** Of a text that is far too long, only what may fit is decoded. */
function textCell(bytes: Buffer, encoder: CellEncoder, cellBytes: number): Cell {
  if (bytes.length <= cellBytes) return bytes.toString('utf8')
  return encoder.text(bytes.toString('utf8', 0, cellBytes + 4), charactersIn(bytes))
}

/** Every byte but those that continue a character (10xxxxxx) begins one. */
function charactersIn(utf8: Buffer): number {
  let count = 0
  // By index: going through megabytes with an iterator takes ten times as long.
  for (let i = 0; i < utf8.length; i++) if (((utf8[i] ?? 0) & 0xc0) !== 0x80) count += 1
  return count
}

function binaryCell(value: Buffer, encoder: CellEncoder): Cell {
  const { subType, bytes } = binaryOf(value)
  return subType === UUID && bytes.length === 16 ? uuidOf(bytes) : encoder.binary(bytes)
}
