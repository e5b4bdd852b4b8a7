import type { ColumnWriter } from '#connectors/columnar/column_writers'
import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import { Misfit } from '#connectors/columnar/misfit'
import type { VariableWriter } from '#connectors/columnar/variable_writer'
import type { BsonType } from '#connectors/mongodb/bson_reader'
import { wholeJson } from '#connectors/mongodb/json_value'
import { spelled } from '#connectors/mongodb/spelling'

/** Documents type values, not columns: each comes with its own type, and lies from `start` up to `end`. */
export interface ValueWriter {
  /** @throws Misfit for what the column cannot hold as it is */
  write(
    type: BsonType,
    bytes: Buffer,
    start: number,
    end: number,
    writer: ColumnWriter,
    row: number
  ): void
}

/** Integers of 64 bits, and whatever else is a whole number of that size. */
export const asInteger: ValueWriter = {
  write(type, bytes, start, _end, writer: FixedWriter, row) {
    if (type === 'int') {
      const value = bytes.readInt32LE(start)
      writer.int64(row, value, value < 0 ? -1 : 0)
    } else if (type === 'long') {
      writer.int64(row, bytes.readInt32LE(start), bytes.readInt32LE(start + 4))
    } else {
      const value = type === 'double' ? bytes.readDoubleLE(start) : Number.NaN
      const isWhole = Number.isSafeInteger(value) && !Object.is(value, -0)
      if (!isWhole) throw new Misfit(`${named(type)} among whole numbers`)
      writer.safeInteger(row, value)
    }
  },
}

export const asDouble: ValueWriter = {
  write(type, bytes, start, _end, writer: FixedWriter, row) {
    if (type === 'double') writer.double(row, bytes.readDoubleLE(start))
    else if (type === 'int') writer.double(row, bytes.readInt32LE(start))
    else if (type === 'long') writer.double(row, exactly(bytes.readBigInt64LE(start)))
    else throw new Misfit(`${named(type)} among numbers`)
  },
}

/** Numbers that have no common type but their digits. */
export const asNumberText: ValueWriter = {
  write(type, bytes, start, end, writer: VariableWriter, row) {
    const isNumber = type === 'decimal' || type === 'double' || type === 'int' || type === 'long'
    if (!isNumber) throw new Misfit(`${named(type)} among numbers`)
    writer.text(row, spelled(type, bytes.subarray(start, end)))
  },
}

export const asBoolean: ValueWriter = {
  write(type, bytes, start, _end, writer: FixedWriter, row) {
    if (type !== 'bool') throw new Misfit(`${named(type)} among truth values`)
    writer.int8(row, bytes[start] === 0 ? 0 : 1)
  },
}

export const asText: ValueWriter = {
  write(type, bytes, start, end, writer: VariableWriter, row) {
    if (type !== 'string' && type !== 'symbol') throw new Misfit(`${named(type)} among texts`)
    writer.bytes(row, bytes, start + 4, end - 1)
  },
}

/** Halves of 64 bits whose thousandfold surely is of 64 bits, too: the years -290308 to 294246. */
const MOST_HALF = 2_147_482
const TWO_TO_32 = 4_294_967_296

/** Milliseconds since 1970 as microseconds; the two halves are multiplied each by itself, for these are exact. */
export const asMoment: ValueWriter = {
  write(type, bytes, start, _end, writer: FixedWriter, row) {
    if (type !== 'date') throw new Misfit(`${named(type)} among dates`)
    const low = bytes.readUInt32LE(start) * 1_000
    const high = bytes.readInt32LE(start + 4)
    if (Math.abs(high) > MOST_HALF) throw new Misfit('a date beyond the year 290000')
    const carried = Math.floor(low / TWO_TO_32)
    writer.int64(row, low - carried * TWO_TO_32, high * 1_000 + carried)
  },
}

export const asObjectId: ValueWriter = {
  write(type, bytes, start, end, writer: VariableWriter, row) {
    if (type !== 'objectId') throw new Misfit(`${named(type)} among object ids`)
    writer.text(row, bytes.toString('hex', start, end))
  },
}

/** Of binary data: its length, its kind, its bytes. */
const BYTES_AT = 5
const UUID_END = BYTES_AT + 16

export const asUuid: ValueWriter = {
  write(type, bytes, start, end, writer: FixedWriter, row) {
    const isUuid = type === 'binData' && bytes[start + 4] === 4 && end - start === UUID_END
    if (!isUuid) throw new Misfit(`${named(type)} among UUIDs`)
    const word = (at: number) => bytes.readInt32BE(start + BYTES_AT + at)
    writer.int128(row, word(12), word(8), word(4), word(0) ^ -2_147_483_648)
  },
}

export const asBytes: ValueWriter = {
  write(type, bytes, start, end, writer: VariableWriter, row) {
    if (type !== 'binData') throw new Misfit(`${named(type)} among bytes`)
    // The old kind 2 repeats the length within.
    const isOld = bytes[start + 4] === 2 && end - start >= BYTES_AT + 4
    writer.bytes(row, bytes, start + (isOld ? BYTES_AT + 4 : BYTES_AT), end)
  },
}

export const asJson: ValueWriter = {
  write(type, bytes, start, end, writer: VariableWriter, row) {
    writer.text(row, wholeJson(type, bytes.subarray(start, end)))
  },
}

/** Texts as they are, everything else as it is spelled. */
export const asAnything: ValueWriter = {
  write(type, bytes, start, end, writer: VariableWriter, row) {
    if (type === 'string' || type === 'symbol') writer.bytes(row, bytes, start + 4, end - 1)
    else writer.text(row, spelled(type, bytes.subarray(start, end)))
  },
}

function exactly(value: bigint): number {
  const number = Number(value)
  if (BigInt(number) !== value) throw new Misfit('a whole number that no floating point holds')
  return number
}

const NAMES: Partial<Record<BsonType, string>> = {
  double: 'a number with decimal places, or a huge one,',
  string: 'a text',
  object: 'a document',
  array: 'an array',
  binData: 'binary data of another kind',
  objectId: 'an object id',
  bool: 'a truth value',
  date: 'a date',
  int: 'a whole number',
  long: 'a whole number',
  decimal: 'a decimal',
}

function named(type: BsonType): string {
  return NAMES[type] ?? `a value of the type ${type}`
}
