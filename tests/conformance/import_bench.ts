import type { ColumnBatch } from '#connectors/columnar/column_batch'
import type { ConnectorError } from '#connectors/connector_error'
import type { Connector, ImportedColumn, ImportRequest, TableStream } from '#connectors/contracts'
import { never } from '#tests/conformance/workbench'
import { type BatchValue, rowsOf } from '#tests/support/column_values'

/** What came of one table: its rows, or why it failed. */
export interface ImportedTable {
  columns: ImportedColumn[]
  rowEstimate: number | null
  rows: BatchValue[][]
  batches: number
  error: ConnectorError | null
}

/** Asks for a whole table, with whatever is to be otherwise. */
export function requestFor(
  schema: string | null,
  name: string,
  more: Partial<ImportRequest> = {}
): ImportRequest {
  return { table: { schema, name }, columns: null, filters: [], limit: null, asText: [], ...more }
}

/** Imports tables into memory; `onTable` is told of each before its first batch is asked for. */
export async function importInto(
  connector: Connector,
  requests: ImportRequest[],
  {
    onTable = async () => {},
    signal = never,
  }: { onTable?: (index: number) => Promise<void>; signal?: AbortSignal } = {}
): Promise<ImportedTable[]> {
  const tables = requests.map(emptyTable)
  const tableAt = (index: number) => tables[index] ?? emptyTable()
  const consumer = {
    async take(index: number, { columns, rowEstimate, batches }: TableStream) {
      const table = Object.assign(tableAt(index), { columns, rowEstimate })
      await onTable(index)
      for await (const batch of batches) add(table, batch)
    },
    async fail(index: number, error: ConnectorError) {
      tableAt(index).error = error
    },
  }
  await connector.importTables(requests, consumer, { signal })
  return tables
}

function emptyTable(): ImportedTable {
  return { columns: [], rowEstimate: null, rows: [], batches: 0, error: null }
}

function add(table: ImportedTable, batch: ColumnBatch) {
  table.batches += 1
  for (const row of rowsOf(batch, table.columns)) table.rows.push(row)
}
