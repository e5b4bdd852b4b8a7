import type { TableStructure } from '#connectors/base_connector_service'
import { ConnectorError } from '#connectors/connector_error'
import type { TableKind, TableRef, TableSummary } from '#connectors/contracts'
import { STRUCTURE, tablesQuery } from '#connectors/oracle/catalog_queries'
import { type ColumnReader, readerFor } from '#connectors/oracle/column_reader'
import { type DeclaredType, spell } from '#connectors/oracle/declared_type'
import type { OracleSession, Row, Value } from '#connectors/oracle/session'
import type { ReadableColumn } from '#connectors/preview_query'

export interface OracleColumn extends ReadableColumn {
  reader: ColumnReader
  declared: DeclaredType
}

export type OracleStructure = TableStructure<OracleColumn>

/** Each batch takes a round trip. */
const TABLES_AT_ONCE = 5_000

const KINDS: readonly TableKind[] = ['table', 'view', 'materialized_view']

export async function readTables(session: OracleSession, limit: number): Promise<TableSummary[]> {
  const rows = await session.query(tablesQuery(limit), [], Math.min(limit + 1, TABLES_AT_ONCE))
  return rows.map((row) => tableOf(row))
}

/** Table, columns and keys in one query; null when the server lists no table of exactly that name. */
export async function readStructure(
  session: OracleSession,
  { schema, name }: TableRef & { schema: string }
): Promise<OracleStructure | null> {
  const rows = await session.query(STRUCTURE, [schema, name, schema, name, schema, name])
  const [first] = rows
  if (!first) return null
  const { rowEstimate, ...table } = tableOf(first)
  if (table.schema !== schema || table.name !== name) return null
  return {
    table,
    rowEstimate,
    columns: rows.filter(([, , , , column]) => column !== null).map(toColumn),
  }
}

function tableOf([owner, name, kind, estimate]: Row): TableSummary {
  const known = KINDS.find((one) => one === kind)
  if (!known) throw new ConnectorError('wrong_protocol')
  return { schema: text(owner), name: text(name), kind: known, rowEstimate: number(estimate) }
}

function toColumn(row: Row): OracleColumn {
  const [, , , , name, , , , , , , , nullable, position, owner, table, column, byDefault] = row
  const type = declaredType(row)
  return {
    name: text(name),
    type: spell(type),
    nullable: nullable === 'Y',
    default: defaultOf(byDefault),
    primaryKey: number(position) !== null,
    references: table ? { schema: text(owner), name: text(table), column: text(column) } : null,
    reader: readerFor(type),
    declared: type,
    keyPosition: number(position),
  }
}

function declaredType(row: Row): DeclaredType {
  const [, , , , , name, owner, length, precision, scale, characters, charUsed] = row
  const own = text(name)
  return {
    name: own,
    owner: owner === null || owner === undefined || own === 'XMLTYPE' ? null : text(owner),
    length: number(length) ?? 0,
    precision: number(precision),
    scale: number(scale),
    characters: number(characters) ?? 0,
    isInCharacters: charUsed === 'C',
  }
}

/** It is kept as it was typed, with the blanks after it. */
function defaultOf(value: Value | undefined): string | null {
  const kept = text(value).trim()
  return kept === '' || /^null$/i.test(kept) ? null : kept
}

function text(value: Value | undefined): string {
  return typeof value === 'string' ? value : ''
}

function number(value: Value | undefined): number | null {
  return value === null || value === undefined ? null : Number(value)
}
