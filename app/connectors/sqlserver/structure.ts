import type { TableStructure } from '#connectors/base_connector_service'
import type { TableKind, TableRef, TableSummary } from '#connectors/contracts'
import type { ReadableColumn } from '#connectors/preview_query'
import { type ColumnFacts, type ColumnReader, readerFor } from '#connectors/sqlserver/column_reader'
import type { Value } from '#connectors/sqlserver/session'
import { spellType } from '#connectors/sqlserver/type_name'

export interface SqlserverColumn extends ReadableColumn {
  reader: ColumnReader
  facts: ColumnFacts
}

export type SqlserverStructure = TableStructure<SqlserverColumn>

/** Reads a row of the tables query. */
export function tableOf([schema, name, kind, rows]: Value[]): TableSummary & { schema: string } {
  return {
    schema: String(schema),
    name: String(name),
    kind: kind as TableKind,
    rowEstimate: rows === null || rows === undefined ? null : Number(rows),
  }
}

/** Reads the rows of the STRUCTURE query; null when none is of exactly this table. */
export function structureOf(rows: Value[][], asked: TableRef): SqlserverStructure | null {
  const own = rows.filter(([schema, name]) => schema === asked.schema && name === asked.name)
  const [first] = own
  if (!first) return null
  const { schema, name, kind, rowEstimate } = tableOf(first)
  return {
    table: { schema, name, kind },
    columns: own.flatMap((row) => columnOf(row.slice(4))),
    rowEstimate,
  }
}

function columnOf(row: Value[]): SqlserverColumn[] {
  const [name, typeName, systemType, isAlias, isClr, maxLength, precision, scale, isNullable] = row
  const [origin, keyPosition, fkSchema, fkTable, fkColumn, isEncrypted] = row.slice(9)
  if (typeof name !== 'string') return []
  const size = { maxLength: Number(maxLength), precision: Number(precision), scale: Number(scale) }
  const facts = {
    type: isClr === true ? String(typeName) : String(systemType ?? typeName),
    isClr: isClr === true,
    isEncrypted: isEncrypted === 1,
    ...size,
  }
  return [
    {
      name,
      type: isAlias === true ? String(typeName) : spellType(String(typeName), size),
      nullable: isNullable === true,
      default: typeof origin === 'string' ? origin : null,
      primaryKey: keyPosition !== null,
      references:
        typeof fkTable === 'string'
          ? { schema: String(fkSchema), name: fkTable, column: String(fkColumn) }
          : null,
      facts,
      reader: readerFor(facts),
      keyPosition: typeof keyPosition === 'number' ? keyPosition : null,
    },
  ]
}
