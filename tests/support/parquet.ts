import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import { BatchBuilder } from '#connectors/columnar/batch_builder'
import type { ColumnType } from '#connectors/columnar/column_type'
import type { ColumnWriter } from '#connectors/columnar/column_writers'
import { type FixedWriter } from '#connectors/columnar/fixed_writer'
import { ListWriter } from '#connectors/columnar/list_writer'
import { VariableWriter } from '#connectors/columnar/variable_writer'
import type { ImportedColumn } from '#connectors/contracts'

/** Numbers of the type's own unit: days, microseconds, units of the last place. */
export type Given = null | boolean | number | bigint | string | Buffer | Given[]

/** A column of a table that is made up. */
export function column(name: string, type: ColumnType, note: string | null = null): ImportedColumn {
  return { name, sourceType: 'made up', type, note }
}

/** Rows as a connector would hand them over. */
export function* batchesOf(columns: readonly ImportedColumn[], rows: Iterable<readonly Given[]>) {
  const builder = new BatchBuilder(columns)
  for (const row of rows) {
    for (const [at, { type }] of columns.entries()) {
      const writer = builder.writers[at]
      if (writer) give(writer, type, builder.row, row[at] ?? null)
    }
    if (builder.endRow()) yield builder.take()
  }
  if (builder.row > 0) yield builder.take()
}

function give(writer: ColumnWriter, type: ColumnType, row: number, value: Given) {
  if (value === null) writer.null(row)
  else if (writer instanceof ListWriter) giveList(writer, type, row, value)
  else if (writer instanceof VariableWriter) giveText(writer, row, value)
  else giveFixed(writer, type, row, value)
}

function giveList(writer: ListWriter, type: ColumnType, row: number, value: Given) {
  if (type.name !== 'list' || !Array.isArray(value)) throw new TypeError('Not a list')
  for (const item of value) give(writer.items, type.of, writer.nextItem(), item)
  writer.end(row)
}

function giveText(writer: VariableWriter, row: number, value: Given) {
  if (Buffer.isBuffer(value)) writer.bytes(row, value)
  else writer.text(row, String(value))
}

function giveFixed(writer: FixedWriter, type: ColumnType, row: number, value: Given) {
  if (type.name === 'float') writer.float(row, Number(value))
  else if (type.name === 'double') writer.double(row, Number(value))
  else if (typeof value === 'bigint') writer.integer(row, value)
  else writer.integer(row, BigInt(Number(value)))
}

/** What a DuckDB of its own answers. */
export async function asked(sql: string): Promise<DuckDBValue[][]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(`SET timezone = 'UTC'`)
    return (await connection.runAndReadAll(sql)).getRows()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
