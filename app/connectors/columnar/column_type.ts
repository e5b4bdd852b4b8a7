/**
 * The types that columns of a dataset have. DuckDB and Parquet have each of them, so that nothing is altered on the way:
 * what an engine has beyond them comes as text, and the column says so.
 */
export type ScalarType =
  | { name: PlainTypeName }
  /** Up to 38 digits, of which `scale` stand after the point. */
  | { name: 'decimal'; precision: number; scale: number }

export type ColumnType = ScalarType | { name: 'list'; of: ScalarType }

/**
 * Values as they lie in memory, little-endian: `date` days since 1970-01-01 (int32); `time` microseconds since midnight;
 * `timestamp` (of no zone) and `timestamptz` (UTC) microseconds since 1970 (int64), `timestamp_ns` nanoseconds; `uuid`
 * 128 bits with the highest one flipped; `json` the text as the database wrote it.
 */
export type PlainTypeName = keyof typeof WIDTHS | 'varchar' | 'json' | 'blob'

const WIDTHS = {
  boolean: 1,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  int128: 16,
  float: 4,
  double: 8,
  date: 4,
  time: 8,
  timestamp: 8,
  timestamptz: 8,
  timestamp_ns: 8,
  uuid: 16,
} as const

/** Bytes of one value; null where values have no fixed width. */
export function widthOf(type: ColumnType): number | null {
  if (type.name === 'decimal') return decimalWidth(type.precision)
  return type.name in WIDTHS ? WIDTHS[type.name as keyof typeof WIDTHS] : null
}

/** A decimal is an integer that counts units of its last place, as wide as its digits need. */
function decimalWidth(precision: number): number {
  if (precision <= 4) return 2
  if (precision <= 9) return 4
  return precision <= 18 ? 8 : 16
}
