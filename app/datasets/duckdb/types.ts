import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  type DuckDBType,
  DuckDBVarCharType,
  FLOAT,
  INTEGER,
  LIST,
  SMALLINT,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NS,
  TIMESTAMPTZ,
  TINYINT,
  UBIGINT,
  UINTEGER,
  USMALLINT,
  UTINYINT,
  UUID,
  VARCHAR,
} from '@duckdb/node-api'
import type { ColumnType, PlainTypeName } from '#connectors/columnar/column_type'

const PLAIN: Record<PlainTypeName, DuckDBType> = {
  boolean: BOOLEAN,
  int8: TINYINT,
  int16: SMALLINT,
  int32: INTEGER,
  int64: BIGINT,
  uint8: UTINYINT,
  uint16: USMALLINT,
  uint32: UINTEGER,
  uint64: UBIGINT,
  // Parquet has no integers of 128 bits, and DuckDB would write HUGEINT as DOUBLE. They lie in memory alike.
  int128: DECIMAL(38, 0),
  float: FLOAT,
  double: DOUBLE,
  date: DATE,
  time: TIME,
  timestamp: TIMESTAMP,
  timestamptz: TIMESTAMPTZ,
  timestamp_ns: TIMESTAMP_NS,
  uuid: UUID,
  varchar: VARCHAR,
  // By this name DuckDB and its Parquet writer know JSON.
  json: DuckDBVarCharType.create('JSON'),
  blob: BLOB,
}

/** The type with which DuckDB keeps the values of a column as they are. */
export function duckdbType(type: ColumnType): DuckDBType {
  if (type.name === 'list') return LIST(duckdbType(type.of))
  if (type.name === 'decimal') return DECIMAL(type.precision, type.scale)
  return PLAIN[type.name]
}
