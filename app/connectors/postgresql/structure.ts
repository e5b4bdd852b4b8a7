import type { TableStructure } from '#connectors/base_connector_service'
import type { Column, TableKind, TableSummary } from '#connectors/contracts'
import { type ColumnReader, readerFor } from '#connectors/postgresql/column_reader'
import type { TextRow } from '#connectors/postgresql/query'
import type { ReadableColumn } from '#connectors/preview_query'

export interface PostgresqlColumn extends ReadableColumn {
  reader: ColumnReader
}

export type PostgresqlStructure = TableStructure<PostgresqlColumn>

const KINDS: Record<string, TableKind> = {
  r: 'table',
  p: 'partitioned_table',
  v: 'view',
  m: 'materialized_view',
  f: 'foreign_table',
}

/** Reads a row of the TABLES query. */
export function tableOf([schema, name, kind, estimate]: TextRow): TableSummary & {
  schema: string
} {
  return {
    schema: schema ?? '',
    name: name ?? '',
    kind: KINDS[kind ?? ''] ?? 'table',
    rowEstimate: Number(estimate) < 0 ? null : Math.round(Number(estimate)),
  }
}

/** Reads the rows of the STRUCTURE query; null when there is no such table. */
export function structureOf(rows: TextRow[]): PostgresqlStructure | null {
  const [first] = rows
  if (!first) return null
  const { schema, name, kind, rowEstimate } = tableOf(first)
  return {
    table: { schema, name, kind },
    columns: rows.flatMap((row) => columnOf(row.slice(4))),
    rowEstimate,
  }
}

function columnOf(row: TextRow): PostgresqlColumn[] {
  const [name, type, notNull, defaultText, keyPosition, reference, typeOid] = row
  if (name === null || name === undefined) return []
  return [
    {
      name,
      type: type ?? '',
      nullable: notNull === 'f',
      default: defaultText ?? null,
      primaryKey: Boolean(keyPosition),
      references: reference ? referenceOf(reference) : null,
      reader: readerFor(Number(typeOid)),
      keyPosition: keyPosition ? Number(keyPosition) : null,
    },
  ]
}

/** A JSON array of schema, table and column. */
function referenceOf(text: string): Column['references'] {
  const [schema, name, column] = JSON.parse(text) as [string, string, string]
  return { schema, name, column }
}
