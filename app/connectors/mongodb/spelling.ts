import type { BsonType } from '#connectors/mongodb/bson_reader'
import { binaryOf, decimalOf, uuidOf } from '#connectors/mongodb/extended_json'
import { isoTime } from '#connectors/mongodb/iso_time'
import { wholeJson } from '#connectors/mongodb/json_value'

/** Of binary data that is a UUID. */
const UUID = 4

/**
 * How a value that is no text is written as one: numbers by their digits, dates in ISO 8601, bytes as hexadecimal
 * digits, what is nested as Extended JSON.
 *
 * @throws Misfit
 */
export function spelled(type: BsonType, value: Buffer): string {
  switch (type) {
    case 'double':
      return doubleText(value.readDoubleLE(0))
    case 'int':
      return String(value.readInt32LE(0))
    case 'long':
      return String(value.readBigInt64LE(0))
    case 'decimal':
      return decimalOf(value)
    case 'bool':
      return value[0] === 0 ? 'false' : 'true'
    case 'objectId':
      return value.toString('hex')
    case 'date':
      return isoTime(value.readBigInt64LE(0))
    case 'binData':
      return binaryText(value)
    default:
      return wholeJson(type, value)
  }
}

/** The shortest that is this number. */
function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

function binaryText(value: Buffer): string {
  const { subType, bytes } = binaryOf(value)
  if (subType === UUID && bytes.length === 16) return uuidOf(bytes)
  return bytes.toString('hex').toUpperCase()
}
