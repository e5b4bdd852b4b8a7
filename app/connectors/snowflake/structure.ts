import type { TableStructure } from '#connectors/base_connector_service'
import type { Column, TableRef } from '#connectors/contracts'
import type { ReadableColumn } from '#connectors/preview_query'
import { readTable } from '#connectors/snowflake/catalog'
import { type ColumnReader, readerFor } from '#connectors/snowflake/column_reader'
import { runNamed } from '#connectors/snowflake/query'
import type { SnowflakeSession } from '#connectors/snowflake/session'
import { quoteTable } from '#connectors/snowflake/sql'

export interface SnowflakeColumn extends ReadableColumn {
  reader: ColumnReader
}

export type SnowflakeStructure = TableStructure<SnowflakeColumn>

type Row = Record<string, string | null>

/**
 * Null when the database lists no such table. Commands again rather than INFORMATION_SCHEMA: they need no warehouse,
 * spell types whole, and know the keys.
 */
export async function readStructure(
  session: SnowflakeSession,
  asked: TableRef
): Promise<SnowflakeStructure | null> {
  const found = await readTable(session, asked)
  if (!found) return null
  const { rowEstimate, ...table } = found
  const name = quoteTable(session.context.database, table)
  const described = await runNamed(session, `DESCRIBE TABLE ${name}`)
  const mayRefer = table.kind === 'table'
  const keys = mayRefer ? await runNamed(session, `SHOW IMPORTED KEYS IN TABLE ${name}`) : []
  const references = referencesOf(keys, table)
  return { table, rowEstimate, columns: described.map((row) => columnOf(row, references)) }
}

function columnOf(row: Row, references: Map<string, Column['references']>): SnowflakeColumn {
  const name = row.name ?? ''
  const type = row.type ?? ''
  return {
    name,
    type,
    nullable: row['null?'] !== 'N',
    default: row.default ?? null,
    primaryKey: row['primary key'] === 'Y',
    references: references.get(name) ?? null,
    reader: readerFor(type),
  }
}

/** By the referring column. */
function referencesOf(keys: Row[], table: TableRef): Map<string, Column['references']> {
  const own = keys.filter(
    (key) => key.fk_table_name === table.name && key.fk_schema_name === table.schema
  )
  return new Map(
    own.map((key) => [
      key.fk_column_name ?? '',
      {
        schema: key.pk_schema_name ?? '',
        name: key.pk_table_name ?? '',
        column: key.pk_column_name ?? '',
      },
    ])
  )
}
