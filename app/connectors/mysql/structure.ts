import type { TableStructure } from '#connectors/base_connector_service'
import type { Column, TableRef } from '#connectors/contracts'
import { kindOf } from '#connectors/mysql/catalog'
import type { MysqlClient, TextRow } from '#connectors/mysql/client'
import { type ColumnReader, readerFor } from '#connectors/mysql/column_reader'
import type { ServerKind } from '#connectors/mysql/server_kind'
import { literal, quote } from '#connectors/mysql/sql'
import type { ReadableColumn } from '#connectors/preview_query'

export interface MysqlColumn extends ReadableColumn {
  reader: ColumnReader
  /** The type without its modifiers. */
  dataType: string
  isJson: boolean
  /** Bits of a `bit(n)` column, and the most bytes that a value of texts and binaries may have. */
  size: number
}

export type MysqlStructure = TableStructure<MysqlColumn>

/** Table, columns and keys in one query; null when the server lists no table of exactly that name. */
export async function readStructure(
  client: MysqlClient,
  table: TableRef & { schema: string }
): Promise<MysqlStructure | null> {
  const rows = await client.queryText(structureQuery(table, client.server))
  const facts = Object.groupBy(rows, ([what]) => what ?? '')
  const [listed] = facts.table ?? []
  const kind = kindOf(listed?.[4])
  if (!listed || !kind || listed[2] !== table.schema || listed[3] !== table.name) return null
  const keys = new Keys(facts.key ?? [])
  const jsonChecks = new Set((facts.check ?? []).map(([, , clause]) => clause))
  const columns = (facts.column ?? [])
    .sort((a, b) => Number(a[1]) - Number(b[1]))
    .map((row) => toColumn(row, keys, jsonChecks, client.server))
  return {
    table: { schema: table.schema, name: table.name, kind },
    columns,
    rowEstimate: kind === 'table' && listed[5] ? Number(listed[5]) : null,
  }
}

/** The parts have the same nine columns: what, position, and up to seven facts. */
function structureQuery({ schema, name }: TableRef & { schema: string }, server: ServerKind) {
  const where = `WHERE table_schema = ${literal(schema)} AND table_name = ${literal(name)}`
  const parts = [
    `SELECT 'table', 0, table_schema, table_name, table_type, table_rows, NULL, NULL, NULL
     FROM information_schema.tables ${where}`,
    `SELECT 'column', ordinal_position, column_name, column_type, data_type, is_nullable, column_default, extra, coalesce(numeric_precision, character_octet_length)
     FROM information_schema.columns ${where}`,
    `SELECT 'key', ordinal_position, column_name, constraint_name, referenced_table_schema, referenced_table_name, referenced_column_name, NULL, NULL
     FROM information_schema.key_column_usage ${where}`,
  ]
  // MariaDB's JSON is a LONGTEXT with a check that the server adds (https://mariadb.com/kb/en/json/).
  if (server.isMariadb) {
    parts.push(
      `SELECT 'check', 0, check_clause, NULL, NULL, NULL, NULL, NULL, NULL
       FROM information_schema.check_constraints
       WHERE constraint_schema = ${literal(schema)} AND table_name = ${literal(name)} AND check_clause LIKE 'json\\_valid(%'`
    )
  }
  return parts.join(' UNION ALL ')
}

function toColumn(
  [, , name, type, dataType, nullable, defaultText, extra, size]: TextRow,
  keys: Keys,
  jsonChecks: Set<string | null | undefined>,
  server: ServerKind
): MysqlColumn {
  const isJson = dataType === 'json' || jsonChecks.has(`json_valid(${quote(name ?? '')})`)
  const keyPosition = keys.positionInPrimaryKey(name ?? '')
  return {
    name: name ?? '',
    type: type ?? '',
    nullable: nullable === 'YES',
    default: defaultOf(defaultText ?? null, extra ?? '', dataType ?? '', server),
    primaryKey: keyPosition !== null,
    references: keys.referenceOf(name ?? ''),
    reader: readerFor(dataType ?? '', { isJson, size: Number(size ?? 0) }),
    dataType: dataType ?? '',
    isJson,
    size: Number(size ?? 0),
    keyPosition,
  }
}

/** MariaDB says it in SQL, MySQL as the bare text unless it is an expression. */
function defaultOf(text: string | null, extra: string, dataType: string, server: ServerKind) {
  if (text === null || (server.isMariadb && text === 'NULL')) return null
  const isSql =
    server.isMariadb || /DEFAULT_GENERATED/i.test(extra) || /^CURRENT_TIMESTAMP/i.test(text)
  const isNumber = /int$|^decimal$|^float$|^double$|^year$|^bit$/.test(dataType)
  return isSql || isNumber ? text : `'${text.replaceAll("'", "''")}'`
}

class Keys {
  constructor(private readonly rows: TextRow[]) {}

  positionInPrimaryKey(column: string): number | null {
    const row = this.rows.find(([, , name, key]) => name === column && key === 'PRIMARY')
    return row ? Number(row[1]) : null
  }

  referenceOf(column: string): Column['references'] {
    const row = this.rows.find(([, , name, , , table]) => name === column && table !== null)
    const [, , , , schema, table, referenced] = row ?? []
    return table && referenced ? { schema: schema ?? null, name: table, column: referenced } : null
  }
}
