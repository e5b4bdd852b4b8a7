import { type CellEncoder, SHORT_VALUE } from '#connectors/cells'
import type { Cell } from '#connectors/contracts'

/** How a column is asked for, so that the server cuts what is too long, and how the answer becomes a cell. */
export interface ColumnReader {
  /** True when the server may have to cut: such columns share what an answer may weigh. */
  isUnbounded: boolean
  /** One expression, or two where the second is the whole length. */
  select(column: string, limit: number): string[]
  read(value: Buffer, encoder: CellEncoder, wholeLength: number | null): Cell
}

/** @param size bits of a `bit(n)` column, and the most bytes that a value of texts and binaries may have */
export function readerFor(
  dataType: string,
  { isJson, size }: { isJson: boolean; size: number }
): ColumnReader {
  if (isJson) return asJson
  if (dataType === 'bit') return asBits(size)
  const reader = READERS[dataType] ?? asText
  if (size === 0 || size > SHORT_VALUE) return reader
  if (reader === asText) return asShortText
  return reader === asBinary ? asShortBinary : reader
}

const asText: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) => [`LEFT(${column}, ${limit})`, `CHAR_LENGTH(${column})`],
  read(value, encoder, wholeLength) {
    const text = value.toString('utf8')
    const isCut = wholeLength !== null && wholeLength > charactersIn(text)
    return isCut ? encoder.text(text, wholeLength) : encoder.text(text)
  },
}

const asJson: ColumnReader = {
  ...asText,
  read(value, encoder, wholeLength) {
    const text = value.toString('utf8')
    return encoder.json(text, wholeLength === null || wholeLength <= charactersIn(text))
  },
}

const asBinary: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) => [`LEFT(${column}, ${limit})`, `LENGTH(${column})`],
  read: (value, encoder, wholeLength) => encoder.binary(value, wholeLength ?? value.length),
}

const asShortText = short((text) => text)
const asShortBinary: ColumnReader = {
  isUnbounded: false,
  select: (column) => [column],
  read: (value, encoder) => encoder.binary(value),
}
const asNumber = short((text) => Number(text))
const asDouble = short((text, encoder) => encoder.float(Number(text)))
const asDateTime = short((text) => text.replace(' ', 'T'))
/** Stored in UTC, and the session's zone is UTC. */
const asInstant = short((text) => `${text.replace(' ', 'T')}Z`)

/** The server writes six digits of a FLOAT; as a double it writes them all, of which few are its own. */
const asFloat: ColumnReader = {
  ...short((text, encoder) => encoder.float(shortestFloat(Number(text)))),
  select: (column) => [`${column} + 0e0`],
}

/** By DATA_TYPE; those that are missing are texts of any length. */
const READERS: Record<string, ColumnReader> = {
  tinyint: asNumber,
  smallint: asNumber,
  mediumint: asNumber,
  int: asNumber,
  year: asNumber,
  bigint: asShortText,
  decimal: asShortText,
  float: asFloat,
  double: asDouble,
  date: asShortText,
  time: asShortText,
  datetime: asDateTime,
  timestamp: asInstant,
  uuid: asShortText,
  inet4: asShortText,
  inet6: asShortText,
  enum: asShortText,
  set: asShortText,
  binary: asBinary,
  varbinary: asBinary,
  tinyblob: asBinary,
  blob: asBinary,
  mediumblob: asBinary,
  longblob: asBinary,
  vector: asBinary,
  geometry: asBinary,
  point: asBinary,
  linestring: asBinary,
  polygon: asBinary,
  multipoint: asBinary,
  multilinestring: asBinary,
  multipolygon: asBinary,
  geometrycollection: asBinary,
  geomcollection: asBinary,
}

/** A type whose values are never long. */
function short(read: (text: string, encoder: CellEncoder) => Cell): ColumnReader {
  return {
    isUnbounded: false,
    select: (column) => [column],
    read: (value, encoder) => read(value.toString('utf8'), encoder),
  }
}

/** As digits, the way it is written in SQL: b'00101'. */
function asBits(bits: number): ColumnReader {
  return {
    ...asShortText,
    read: (value) =>
      Array.from(value, (byte) => byte.toString(2).padStart(8, '0'))
        .join('')
        .slice(-bits),
  }
}

/** The shortest decimal that is this 32-bit number; nine digits always tell it. */
function shortestFloat(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits))
    if (Math.fround(candidate) === value) return candidate
  }
  return Number(value.toPrecision(9))
}

/** The server counts characters, JavaScript UTF-16 units: a pair of them is one character. */
function charactersIn(text: string): number {
  const pairs = text.match(/[\ud800-\udbff][\udc00-\udfff]/g)
  return text.length - (pairs?.length ?? 0)
}
