import type { DuckDBConnection } from '@duckdb/node-api'
import type { PreviewColumn } from '#datasets/reader_channel'

/** The columns of files, in their order. */
export async function columnsOf(
  connection: DuckDBConnection,
  rows: string
): Promise<PreviewColumn[]> {
  const reader = await connection.runAndReadAll(
    `SELECT column_name, column_type FROM (DESCRIBE FROM ${rows})`
  )
  return reader.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }))
}
