import type { CellEncoder } from '#connectors/cells'
import type { Cell } from '#connectors/contracts'

/** How a column is asked for, so that the server cuts what is too long, and how the answer becomes a cell. */
export interface ColumnReader {
  /** True when the server may have to cut: such columns share what an answer may weigh. */
  isUnbounded: boolean
  /** One expression, or two where the second is the whole length. Every value comes as text. */
  select(column: string, limit: number): string[]
  read(text: string, encoder: CellEncoder, wholeLength: number | null): Cell
}

/** @param type as DESCRIBE TABLE spells it, such as `NUMBER(38,0)` */
export function readerFor(type: string): ColumnReader {
  const [, name = '', details = ''] = /^([A-Z_ ]+?)\s*(?:\((.*)\))?$/i.exec(type) ?? []
  const reader = READERS[name.toUpperCase()] ?? asText
  return typeof reader === 'function' ? reader(details) : reader
}

const asText: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) => [
    `LEFT(TO_VARCHAR(${column}), ${limit})`,
    `LENGTH(TO_VARCHAR(${column}))`,
  ],
  read(text, encoder, wholeLength) {
    const isCut = wholeLength !== null && wholeLength > charactersIn(text)
    return isCut ? encoder.text(text, wholeLength) : encoder.text(text)
  },
}

const asString: ColumnReader = {
  ...asText,
  select: (column, limit) => [`LEFT(${column}, ${limit})`, `LENGTH(${column})`],
}

/** VARIANT and what is built of it; numbers in it keep all their digits. */
const asJson: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) => [
    `LEFT(TO_JSON(${column}::VARIANT), ${limit})`,
    `LENGTH(TO_JSON(${column}::VARIANT))`,
  ],
  read: (text, encoder, wholeLength) =>
    encoder.json(text, wholeLength === null || wholeLength <= charactersIn(text)),
}

/** It becomes an array first: there is no way from here to VARIANT. */
const asVector: ColumnReader = {
  ...asJson,
  select: (column, limit) => [
    `LEFT(TO_JSON(${column}::ARRAY), ${limit})`,
    `LENGTH(TO_JSON(${column}::ARRAY))`,
  ],
}

const asBinary: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) => [`HEX_ENCODE(LEFT(${column}, ${limit}))`, `LENGTH(${column})`],
  read(text, encoder, wholeLength) {
    const bytes = Buffer.from(text, 'hex')
    return encoder.binary(bytes, wholeLength ?? bytes.length)
  },
}

function asShape(write: string): ColumnReader {
  return {
    ...asText,
    select: (column, limit) => [
      `LEFT(${write}(${column}), ${limit})`,
      `LENGTH(${write}(${column}))`,
    ],
  }
}

const asBoolean: ColumnReader = {
  isUnbounded: false,
  select: (column) => [column],
  read: (text) => /^(true|1)$/i.test(text),
}

/** Asked for as it is: as a text it would lose digits. */
const asFloat: ColumnReader = {
  isUnbounded: false,
  select: (column) => [column],
  read: (text, encoder) => encoder.float(floatOf(text)),
}

const asDate = short((column) => `TO_VARCHAR(${column}, 'YYYY-MM-DD')`)

/** Up to 38 digits; integers have no width of their own here. */
function asNumber(details: string): ColumnReader {
  const scale = Number(details.split(',')[1] ?? 0)
  return {
    ...short((column) => `TO_VARCHAR(${column})`),
    read: (text, encoder) =>
      scale === 0 && /^-?\d+$/.test(text) ? encoder.integer(BigInt(text)) : text,
  }
}

function asTime(details: string): ColumnReader {
  return short((column) => `TO_VARCHAR(${column}, 'HH24:MI:SS${fraction(details)}')`)
}

function asLocalTimestamp(details: string): ColumnReader {
  return short((column) => `TO_VARCHAR(${column}, '${isoFormat(details)}')`)
}

/** An instant, told in UTC. */
function asInstant(details: string): ColumnReader {
  return short(
    (column) => `TO_VARCHAR(CONVERT_TIMEZONE('UTC', ${column}), '${isoFormat(details)}"Z"')`
  )
}

/** An instant with the offset that was stored beside it. */
function asZonedTimestamp(details: string): ColumnReader {
  return short((column) => `TO_VARCHAR(${column}, '${isoFormat(details)}TZH:TZM')`)
}

/** By the name of the type; those that are missing are shown as text. */
const READERS: Record<string, ColumnReader | ((details: string) => ColumnReader)> = {
  NUMBER: asNumber,
  FLOAT: asFloat,
  VARCHAR: asString,
  BOOLEAN: asBoolean,
  BINARY: asBinary,
  DATE: asDate,
  TIME: asTime,
  TIMESTAMP_NTZ: asLocalTimestamp,
  TIMESTAMP_LTZ: asInstant,
  TIMESTAMP_TZ: asZonedTimestamp,
  VARIANT: asJson,
  OBJECT: asJson,
  ARRAY: asJson,
  MAP: asJson,
  VECTOR: asVector,
  GEOGRAPHY: asShape('ST_ASWKT'),
  GEOMETRY: asShape('ST_ASEWKT'),
}

/** A type whose values are never long, written as text by the server. */
function short(write: (column: string) => string): ColumnReader {
  return { isUnbounded: false, select: (column) => [write(column)], read: (text) => text }
}

/** @param details digits of the fraction of a second */
function isoFormat(details: string): string {
  return `YYYY-MM-DD"T"HH24:MI:SS${fraction(details)}`
}

function fraction(details: string): string {
  const digits = details === '' ? 9 : Number(details)
  return digits > 0 ? `.FF${digits}` : ''
}

/** Snowflake writes `inf` where JavaScript says `Infinity`. */
function floatOf(text: string): number {
  const infinite = /^([+-]?)inf/i.exec(text)
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity
  return Number(text)
}

/** The server counts characters, JavaScript UTF-16 units: a pair of them is one character. */
function charactersIn(text: string): number {
  const pairs = text.match(/[\ud800-\udbff][\udc00-\udfff]/g)
  return text.length - (pairs?.length ?? 0)
}
