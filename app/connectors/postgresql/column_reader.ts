import type { CellEncoder } from '#connectors/cells'
import type { Cell } from '#connectors/contracts'
import { isoDateTime } from '#connectors/postgresql/iso_date_time'

/** How a column is asked for, so that the server cuts what is too long, and how the answer becomes a cell. */
export interface ColumnReader {
  /** True when the server may have to cut: such columns share what an answer may weigh. */
  isUnbounded: boolean
  /** @param limit characters (bytes for bytea) that are kept of a value */
  select(column: string, limit: number): string
  read(text: string, encoder: CellEncoder, limit: number): Cell
}

const OID = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  oid: 26,
  json: 114,
  float4: 700,
  float8: 701,
  bpchar: 1042,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  timetz: 1266,
  uuid: 2950,
  jsonb: 3802,
} as const

/** By the base type's OID, which is the same on every server for built-in types; all others are shown as text. */
export function readerFor(typeOid: number): ColumnReader {
  return READERS.get(typeOid) ?? asText
}

/** One character more than is kept tells whether there was more. */
const asText: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) => `pg_catalog.left(${column}::pg_catalog.text, ${limit + 1})`,
  read(text, encoder, limit) {
    const kept = cutToCharacters(text, limit)
    return kept === text ? encoder.text(text) : encoder.text(kept, null)
  },
}

/** The cast to text would drop the blanks that pad it. */
const asPaddedText: ColumnReader = {
  ...asText,
  select: (column, limit) =>
    `case when ${column} is not null then pg_catalog.left(pg_catalog.concat(${column}), ${limit + 1}) end`,
}

const asJson: ColumnReader = {
  ...asText,
  read(text, encoder, limit) {
    const kept = cutToCharacters(text, limit)
    return encoder.json(kept, kept === text)
  },
}

/** Whole length and first bytes in one value. */
const asBinary: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) =>
    `case when ${column} is not null then pg_catalog.concat(pg_catalog.octet_length(${column}), ':', ` +
    `pg_catalog.encode(pg_catalog.substring(${column}, 1, ${limit}), 'base64')) end`,
  read(text, encoder) {
    const colon = text.indexOf(':')
    return encoder.binary(
      Buffer.from(text.slice(colon + 1), 'base64'),
      Number(text.slice(0, colon))
    )
  },
}

const asBoolean = short((text) => text === 't')
const asNumber = short((text) => Number(text))
const asFloat = short((text, encoder) => encoder.float(Number(text)))
const asString = short((text) => text)
const asDateTime = short(isoDateTime)

const READERS = new Map<number, ColumnReader>([
  [OID.bool, asBoolean],
  [OID.int2, asNumber],
  [OID.int4, asNumber],
  [OID.oid, asNumber],
  [OID.int8, asString],
  [OID.uuid, asString],
  [OID.time, asString],
  [OID.timetz, asString],
  [OID.float4, asFloat],
  [OID.float8, asFloat],
  [OID.date, asDateTime],
  [OID.timestamp, asDateTime],
  [OID.timestamptz, asDateTime],
  [OID.bytea, asBinary],
  [OID.bpchar, asPaddedText],
  [OID.json, asJson],
  [OID.jsonb, asJson],
])

/** A type whose values are never long. */
function short(read: (text: string, encoder: CellEncoder) => Cell): ColumnReader {
  return { isUnbounded: false, select: (column) => column, read }
}

/** PostgreSQL counts characters, JavaScript UTF-16 units: one for most, two for the rest. */
function cutToCharacters(text: string, characters: number): string {
  if (text.length <= characters) return text
  let units = 0
  for (const character of text) {
    if (characters === 0) return text.slice(0, units)
    units += character.length
    characters -= 1
  }
  return text
}
