import { typeNameOf } from '#connectors/snowflake/type_name'

/** An expression over a column's quoted name: its values as text, written by the server, whole. */
export type Spelling = (column: string) => string

/** @param type as DESCRIBE TABLE spells it */
export function spellingOf(type: string): Spelling {
  const { name, details } = typeNameOf(type)
  return SPELLINGS[name]?.(details) ?? asText
}

const asText: Spelling = (column) => `TO_VARCHAR(${column})`

/** As results spell it. */
const asItIs: Spelling = (column) => column

/** VARIANT and what is built of it; numbers in it keep all their digits. */
const asJson: Spelling = (column) => `TO_JSON(${column}::VARIANT)`

/** By the name of the type; those that are missing are written as the server likes. */
const SPELLINGS: Record<string, (details: string) => Spelling> = {
  VARCHAR: () => asItIs,
  // As a text it would lose digits.
  FLOAT: () => asItIs,
  BINARY: () => (column) => `HEX_ENCODE(${column})`,
  DATE: () => (column) => `TO_VARCHAR(${column}, 'YYYY-MM-DD')`,
  TIME: (details) => (column) => `TO_VARCHAR(${column}, 'HH24:MI:SS${fraction(details)}')`,
  TIMESTAMP_NTZ: (details) => (column) => `TO_VARCHAR(${column}, '${isoFormat(details)}')`,
  // An instant, told in UTC.
  TIMESTAMP_LTZ: (details) => (column) =>
    `TO_VARCHAR(CONVERT_TIMEZONE('UTC', ${column}), '${isoFormat(details)}"Z"')`,
  // An instant with the offset that was stored beside it.
  TIMESTAMP_TZ: (details) => (column) => `TO_VARCHAR(${column}, '${isoFormat(details)}TZH:TZM')`,
  VARIANT: () => asJson,
  OBJECT: () => asJson,
  ARRAY: () => asJson,
  MAP: () => asJson,
  // It becomes an array first: there is no way from here to VARIANT.
  VECTOR: () => (column) => `TO_JSON(${column}::ARRAY)`,
  GEOGRAPHY: () => (column) => `ST_ASWKT(${column})`,
  GEOMETRY: () => (column) => `ST_ASEWKT(${column})`,
}

/** @param details digits of the fraction of a second */
function isoFormat(details: string): string {
  return `YYYY-MM-DD"T"HH24:MI:SS${fraction(details)}`
}

function fraction(details: string): string {
  const digits = details === '' ? 9 : Number(details)
  return digits > 0 ? `.FF${digits}` : ''
}
