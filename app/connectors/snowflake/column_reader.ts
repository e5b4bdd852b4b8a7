import type { CellEncoder } from '#connectors/cells'
import type { Cell } from '#connectors/contracts'
import { floatOf } from '#connectors/snowflake/float_text'
import { type Spelling, spellingOf } from '#connectors/snowflake/spelling'
import { typeNameOf } from '#connectors/snowflake/type_name'

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
  const { name, details } = typeNameOf(type)
  return (READERS[name] ?? asText)(spellingOf(type), details)
}

type NewReader = (spell: Spelling, details: string) => ColumnReader

const asText: NewReader = (spell) => ({
  isUnbounded: true,
  select: (column, limit) => [`LEFT(${spell(column)}, ${limit})`, `LENGTH(${spell(column)})`],
  read(text, encoder, wholeLength) {
    const isCut = wholeLength !== null && wholeLength > charactersIn(text)
    return isCut ? encoder.text(text, wholeLength) : encoder.text(text)
  },
})

const asJson: NewReader = (spell, details) => ({
  ...asText(spell, details),
  read: (text, encoder, wholeLength) =>
    encoder.json(text, wholeLength === null || wholeLength <= charactersIn(text)),
})

/** Cut before it is written: hex is twice as long. */
const asBinary: NewReader = (spell) => ({
  isUnbounded: true,
  select: (column, limit) => [spell(`LEFT(${column}, ${limit})`), `LENGTH(${column})`],
  read(text, encoder, wholeLength) {
    const bytes = Buffer.from(text, 'hex')
    return encoder.binary(bytes, wholeLength ?? bytes.length)
  },
})

/** A type whose values are never long. */
const short: NewReader = (spell) => ({
  isUnbounded: false,
  select: (column) => [spell(column)],
  read: (text) => text,
})

const asBoolean: NewReader = () => ({
  isUnbounded: false,
  select: (column) => [column],
  read: (text) => /^(true|1)$/i.test(text),
})

const asFloat: NewReader = (spell, details) => ({
  ...short(spell, details),
  read: (text, encoder) => encoder.float(floatOf(text)),
})

/** Up to 38 digits; integers have no width of their own here. */
const asNumber: NewReader = (spell, details) => {
  const scale = Number(details.split(',')[1] ?? 0)
  return {
    ...short(spell, details),
    read: (text, encoder) =>
      scale === 0 && /^-?\d+$/.test(text) ? encoder.integer(BigInt(text)) : text,
  }
}

/** By the name of the type; those that are missing are shown as text. */
const READERS: Record<string, NewReader> = {
  NUMBER: asNumber,
  FLOAT: asFloat,
  BOOLEAN: asBoolean,
  BINARY: asBinary,
  DATE: short,
  TIME: short,
  TIMESTAMP_NTZ: short,
  TIMESTAMP_LTZ: short,
  TIMESTAMP_TZ: short,
  VARIANT: asJson,
  OBJECT: asJson,
  ARRAY: asJson,
  MAP: asJson,
  VECTOR: asJson,
}

/** The server counts characters, JavaScript UTF-16 units: a pair of them is one character. */
function charactersIn(text: string): number {
  const pairs = text.match(/[\ud800-\udbff][\udc00-\udfff]/g)
  return text.length - (pairs?.length ?? 0)
}
